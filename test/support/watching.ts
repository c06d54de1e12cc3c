import type { WatchEvent, WatchPart } from '../../peer/operations/operations.ts';
import { eventually } from './eventually.ts';
import { operationsOf } from './operations-of.ts';

type EventOf<Part extends WatchPart> = Extract<WatchEvent, { readonly part: Part }>;
type RowOf<Part extends 'files' | 'transfers' | 'published'> = EventOf<Part>['changed'][number];

/** One who watches a running node over its control port, and what he knows. */
export interface Watching extends AsyncDisposable {
  readonly events: readonly WatchEvent[];
  /** the last event of a part for which `wanted` holds, as soon as there is one */
  until<Part extends WatchPart>(
    part: Part,
    wanted: (event: EventOf<Part>) => boolean,
    what: string,
  ): Promise<EventOf<Part>>;
  /** the rows of a part, by key, as told so far */
  rows<Part extends 'files' | 'transfers' | 'published'>(part: Part): ReadonlyMap<string, RowOf<Part>>;
  /** what ended it: what it threw, or `undefined` */
  readonly ended: Promise<unknown>;
  /** leaves, and waits until that is through */
  leave(): Promise<void>;
}

/** Watches `parts` of the node on `data`. */
export async function watchNode(data: string, parts: readonly WatchPart[]): Promise<Watching> {
  const operations = await operationsOf(data);
  const abort = new AbortController();
  const events: WatchEvent[] = [];
  const tables = new Map<WatchPart, Map<string, unknown>>();
  const over = (async () => {
    for await (const event of operations.watch(parts, abort)) {
      events.push(event);
      if ('changed' in event) fold(tables, event);
    }
  })();
  const ended = over.catch((error: unknown) => error);
  const leave = async (): Promise<void> => {
    abort.abort();
    await ended;
  };
  return {
    events,
    until: (part, wanted, what) =>
      eventually(
        () =>
          events.findLast(
            (event): event is EventOf<typeof part> =>
              event.part === part && wanted(event as EventOf<typeof part>),
          ),
        what,
      ),
    rows: <Part extends 'files' | 'transfers' | 'published'>(part: Part) =>
      (tables.get(part) ?? new Map()) as unknown as ReadonlyMap<string, RowOf<Part>>,
    ended,
    leave,
    [Symbol.asyncDispose]: leave,
  };
}

function fold(
  tables: Map<WatchPart, Map<string, unknown>>,
  event: Extract<WatchEvent, { readonly changed: unknown }>,
): void {
  const table = tables.get(event.part) ?? new Map<string, unknown>();
  tables.set(event.part, table);
  for (const key of event.removed) table.delete(key);
  for (const row of event.changed) table.set(keyOf(row), row);
}

function keyOf(row: RowOf<'files'> | RowOf<'transfers'> | RowOf<'published'>): string {
  if ('id' in row) return row.id;
  return 'heldPercent' in row ? row.infoHash : row.sha256;
}
