import type { Messages } from '../../../common/messages/messages.ts';
import { widthOf } from '../../../common/terminal/cells.ts';
import type { Column } from '../../../common/terminal/columns.ts';
import type { Glyphs } from '../../../common/terminal/component.ts';
import type { Sort } from '../../../common/terminal/table-pane.ts';
import { formatBytes, formatRate } from '../../../common/text/format.ts';
import { byState, type FileEntry, stateSpan } from './file-entry.ts';
import type { Shown } from './layout.ts';

/** The columns of the table; in 60 cells name, state and size are left. */
export function fileColumns(messages: Messages, glyphs: Glyphs): readonly Column<FileEntry>[] {
  const titles = messages.files.columns;
  const number = (title: string, max: number, priority: number, cell: (entry: FileEntry) => string) => ({
    title,
    align: 'right' as const,
    min: Math.min(widthOf(title), max),
    max: Math.max(widthOf(title) + 1, max),
    snug: true,
    priority,
    cell,
  });
  return [
    { title: titles.name, min: 20, max: 80, grow: true, priority: 1, cell: ({ file }) => file.name },
    {
      title: titles.state,
      min: 10,
      max: 27,
      snug: true,
      priority: 2,
      cell: (entry) => stateSpan(entry, messages, glyphs),
    },
    number(titles.pages, 6, 4, ({ file }) => (file.pages > 0 ? String(file.pages) : '-')),
    number(titles.size, 8, 3, ({ file }) => formatBytes(file.size)),
    number(titles.holders, 7, 5, ({ file }) => (file.holders > 0 ? String(file.holders) : '-')),
    number(titles.down, 10, 6, (entry) => flowText(downRate(entry))),
    number(titles.up, 10, 7, ({ file }) => flowText(file.upRate)),
    number(titles.ratio, 6, 8, ({ file }) => file.ratio.toFixed(2)),
  ];
}

/** Orders of the table, the first is in force at the beginning. */
export function fileSorts(messages: Messages): readonly Sort<FileEntry>[] {
  const titles = messages.files.columns;
  const names = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  const byName = (a: FileEntry, b: FileEntry) => names.compare(a.file.name, b.file.name);
  const most = (title: string, value: (entry: FileEntry) => number): Sort<FileEntry> => ({
    title,
    compare: (a, b) => value(b) - value(a) || byName(a, b),
  });
  return [
    { title: titles.name, compare: byName },
    { title: titles.state, compare: (a, b) => byState(a, b) || byName(a, b) },
    most(titles.pages, ({ file }) => file.pages),
    most(titles.size, ({ file }) => file.size),
    most(titles.holders, ({ file }) => file.holders),
    most(titles.down, downRate),
    most(titles.up, ({ file }) => file.upRate),
    most(titles.ratio, ({ file }) => file.ratio),
  ];
}

function downRate({ file, transfer }: FileEntry): number {
  return Math.max(file.downRate, transfer?.rate ?? 0);
}

/** `1.2 MB/s`; nothing where nothing flows. */
function flowText(bytesPerSecond: number): string {
  return bytesPerSecond >= 1 ? formatRate(bytesPerSecond) : '-';
}

/** What the list says when there is nothing in it. */
export function emptyLines(complete: boolean, { files }: Messages): readonly string[] {
  return complete ? files.empty : [files.loading];
}

/** All files in a few words: how many, how large. */
export function totalsText(entries: readonly FileEntry[], { files }: Messages): string {
  const size = entries.reduce((sum, { file }) => sum + file.size, 0);
  return files.totals(entries.length, formatBytes(size));
}

/** The keys to tell of: of the list, of the details where they are seen, of a filter that is being written. */
export function hintsOf(shown: Shown, editing: boolean, chosen: readonly FileEntry[]): readonly string[] {
  if (editing) return ['editor/editor-accept', 'editor/editor-cancel'];
  const details = ['details/details-down', 'details/page-after', 'details/map', 'files/open', 'files/back'];
  if (shown === 'details') return [...details, 'files/torrent', 'files/copy'];
  const list = ['files/publish', 'files/details', ...stateHints(chosen), 'files/remove', 'files/open'];
  const more = ['table/table-filter', 'table/table-sort', 'list/list-mark', 'files/torrent', 'files/copy'];
  return shown === 'beside' ? [...list, ...details.slice(0, 3), ...more] : [...list, ...more];
}

/** The keys that do something to documents that are arriving as these are. */
function stateHints(chosen: readonly FileEntry[]): string[] {
  const states = new Set(chosen.flatMap(({ transfer }) => transfer?.state ?? []));
  if (states.has('running') || states.has('waiting')) return ['files/pause'];
  if (states.has('paused')) return ['files/pause/resume'];
  return states.has('failed') ? ['files/retry'] : [];
}
