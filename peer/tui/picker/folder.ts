import { dirname, join } from 'node:path';
import { comparable, matcher } from '../../../common/terminal/match.ts';
import type { DiskEntry } from './disk.ts';

/** A row of the picker. */
export interface PickerRow {
  readonly name: string;
  readonly path: string;
  readonly kind: 'parent' | 'folder' | 'file';
  /** the name as it is compared */
  readonly folded: string;
}

/** Which rows are seen. */
export interface RowChoice {
  /** parts of names */
  readonly filter: string;
  /** files that are no PDFs by their names, too */
  readonly all: boolean;
  /** what begins with a dot, too */
  readonly hidden: boolean;
}

const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });

/** The rows of `folder`: the way up, folders, files, each by name. Sockets and the like are left out. */
export function folderRows(folder: string, entries: readonly DiskEntry[]): readonly PickerRow[] {
  const rows = entries.flatMap(({ name, kind }): PickerRow[] =>
    kind === 'other' ? [] : [{ name, path: join(folder, name), kind, folded: comparable(name) }],
  );
  return [...parentRow(folder), ...rows.sort(foldersFirst)];
}

function parentRow(folder: string): readonly PickerRow[] {
  const parent = dirname(folder);
  return parent === folder ? [] : [{ name: '..', path: parent, kind: 'parent', folded: '' }];
}

function foldersFirst(a: PickerRow, b: PickerRow): number {
  if (a.kind !== b.kind) return a.kind === 'folder' ? -1 : 1;
  return names.compare(a.name, b.name) || (a.name < b.name ? -1 : 1);
}

/** The rows that are seen; the way up always is, unless a filter looks for something. */
export function chosenRows(
  rows: readonly PickerRow[],
  { filter, all, hidden }: RowChoice,
): readonly PickerRow[] {
  const matches = matcher(filter);
  return rows.filter(({ kind, name, folded }) => {
    if (kind === 'parent') return filter === '';
    if (!hidden && name.startsWith('.') && !filter.startsWith('.')) return false;
    if (kind === 'file' && !all && !/\.pdf$/i.test(name)) return false;
    return matches(folded);
  });
}
