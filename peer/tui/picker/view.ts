import type { Messages } from '../../../common/messages/messages.ts';
import { type Column, layoutColumns } from '../../../common/terminal/columns.ts';
import type { Glyphs } from '../../../common/terminal/component.ts';
import { type Line, line, span } from '../../../common/terminal/line.ts';
import { formatBytes, formatDate } from '../../../common/text/format.ts';
import type { DiskFacts } from './disk.ts';
import type { PickerRow, RowChoice } from './folder.ts';

/** A row on the screen. */
export interface ShownRow {
  readonly row: PickerRow;
  readonly cursor: boolean;
  readonly marked: boolean;
}

/** How rows are drawn. */
export interface RowsLook {
  readonly messages: Messages;
  readonly glyphs: Glyphs;
  readonly columns: number;
  /** what is known of a path by now */
  factsOf(path: string): DiskFacts | undefined;
}

/** `rows`, one line each: name, size, date. */
export function rowLines(rows: readonly ShownRow[], look: RowsLook): Line[] {
  const fitted = layoutColumns(pickerColumns(look), look.columns, look.glyphs);
  return rows.map(({ row, cursor, marked }) => fitted.line(row, { cursor, marked, focused: true }));
}

function pickerColumns({ messages, factsOf }: RowsLook): Column<PickerRow>[] {
  const size = ({ kind, path }: PickerRow) => {
    if (kind !== 'file') return span(kind === 'parent' ? '' : messages.picker.folder, 'accent');
    const facts = factsOf(path);
    return facts === undefined ? '' : formatBytes(facts.size);
  };
  const date = ({ kind, path }: PickerRow) => {
    const facts = kind === 'parent' ? undefined : factsOf(path);
    return facts === undefined ? '' : formatDate(facts.modifiedAt);
  };
  const name = ({ name, kind }: PickerRow) =>
    kind === 'file' ? name : span(kind === 'parent' ? '..' : `${name}/`, 'accent');
  return [
    { title: '', min: 16, grow: true, priority: 1, cell: name },
    { title: '', align: 'right', min: 9, priority: 2, cell: size },
    { title: '', min: 10, priority: 3, cell: date },
  ];
}

/** What stands below the list: how much is seen and marked, and of what. */
export function footLine(
  counts: { readonly shown: number; readonly all: number; readonly marked: number; readonly bytes: number },
  choice: RowChoice,
  { picker }: Messages,
): Line {
  const marked =
    counts.marked === 0
      ? []
      : [picker.marked(counts.marked, counts.bytes > 0 ? formatBytes(counts.bytes) : '')];
  const said = [
    picker.shown(counts.shown, counts.all),
    choice.all ? picker.all : picker.pdfs,
    ...(choice.hidden ? [picker.hidden] : []),
  ].join(', ');
  return [...marked.map((text) => span(`${text}  `, 'marked')), ...line(said, 'dim')];
}
