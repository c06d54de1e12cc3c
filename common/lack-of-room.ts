const CODES: ReadonlySet<string> = new Set([
  'ERR_CONTENT_NO_SPACE',
  'ERR_LIBRARY_NO_SPACE',
  'ENOSPC',
  'EDQUOT',
]);

/** Whether `code` is that of an error which says that a disk, or what this user may have of it, is full. */
export function isLackOfRoom(code: string | undefined): boolean {
  return code !== undefined && CODES.has(code);
}
