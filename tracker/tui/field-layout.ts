/** How the details of documents and hosts are laid out in `columns` cells. */
export function fieldLayout(columns: number) {
  return { columns, nameColumns: 14, mostLines: 6 };
}
