import type { FileRow, Operations, Transfer } from '../../peer/operations/operations.ts';
import { createFilesPane } from '../../peer/tui/files/files.ts';
import type { Machine } from '../../peer/tui/machine.ts';
import type { Disk } from '../../peer/tui/picker/disk.ts';
import { aHost, type HostAnswers, textOf } from './a-host.ts';
import { aMachine, paneParts } from './pane-parts.ts';

const NO_DISK: Disk = {
  home: '/home/ana',
  here: '/here',
  list: () => Promise.resolve([]),
  facts: () => Promise.resolve(undefined),
};

/** The tab My files over `rows`; `opened` tells what was opened outside. */
export function aFilesPane(
  rows: readonly FileRow[],
  options: {
    readonly transfers?: readonly Transfer[];
    readonly operations?: Partial<Operations>;
    readonly answers?: HostAnswers;
    readonly disk?: Partial<Disk>;
    readonly places?: Machine['places'];
  } = {},
) {
  const asks: Partial<Operations> = {
    show: () => Promise.reject(new Error('no tracker answers')),
    heat: () => Promise.reject(new Error('not here')),
    preview: () => Promise.reject(new Error('cannot be drawn')),
  };
  const host = aHost(options.answers);
  const parts = paneParts({ ...asks, ...options.operations }, host);
  parts.feed.take({ part: 'files', changed: rows, removed: [], complete: true });
  parts.feed.take({ part: 'transfers', changed: options.transfers ?? [], removed: [], complete: true });
  const opened: string[] = [];
  const opener = {
    open: (path: string) => Promise.resolve(void opened.push(path)),
    showInFolder: (path: string) => Promise.resolve(void opened.push(`folder of ${path}`)),
  };
  const pane = createFilesPane(parts, {
    disk: { ...NO_DISK, ...options.disk },
    places: options.places ?? aMachine().places,
    opener,
  });
  pane.shown?.();
  const text = (columns = 80, height = 22) => textOf(pane.view({ columns, rows: height }));
  text();
  return { pane, host, parts, opened, text };
}
