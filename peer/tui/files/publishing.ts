import type { PublishEvent, PublishedFile } from '../../operations/operations.ts';

/** A file that was not published, or not as people would wish. */
export interface TroubledFile {
  /** `unmapped`: it is published as a whole, and not by its pages; `damaged`: it is published as it is */
  readonly type: 'refused' | 'unmapped' | 'damaged';
  readonly path: string;
  readonly code: string;
  readonly message: string;
  /** of one that is damaged: pages that were found, and those that it says it has, where those are more */
  readonly pages?: number;
  readonly promisedPages?: number;
}

/** How far publishing is. */
export interface PublishState {
  /** files that were found; `undefined` while they are looked for, or where nobody counts them */
  readonly files: number | undefined;
  /** files that are being read, by path; bounded by what the node reads at once */
  readonly reading: ReadonlyMap<
    string,
    { readonly stage: string; readonly done: number; readonly total: number }
  >;
  readonly published: number;
  /** of those: somebody had published them before */
  readonly known: number;
  /** of those: no tracker has heard of them yet */
  readonly local: number;
  readonly refused: number;
  /** of those that are published: fetched by pieces, because no page map could be made */
  readonly unmapped: number;
  /** of those that are published: PDFs that are cut off, or otherwise not whole */
  readonly damaged: number;
  /** why, in the order in which it happened */
  readonly troubled: readonly TroubledFile[];
  readonly end:
    | { readonly type: 'done' | 'cancelled' }
    | { readonly type: 'failed'; readonly failure: unknown }
    | undefined;
}

/** Before the first event. */
export const NOTHING_PUBLISHED: PublishState = {
  files: undefined,
  reading: new Map(),
  published: 0,
  known: 0,
  local: 0,
  refused: 0,
  unmapped: 0,
  damaged: 0,
  troubled: [],
  end: undefined,
};

/** More are counted, and not listed. */
const MOST_READING = 64;

/** `state` after `event`. */
export function afterEvent(state: PublishState, event: PublishEvent): PublishState {
  switch (event.type) {
    case 'reading':
      return { ...state, reading: withReading(state.reading, event) };
    case 'published':
      return afterPublished(state, event.file);
    case 'refused': {
      const { path, code, message } = event;
      const troubled: readonly TroubledFile[] = [...state.troubled, { type: 'refused', path, code, message }];
      return { ...state, reading: without(state.reading, path), refused: state.refused + 1, troubled };
    }
    case 'counted':
      return { ...state, files: (state.files ?? 0) + event.files };
  }
}

function afterPublished(
  state: PublishState,
  { path, state: how, mapped, reason, warnings }: PublishedFile,
): PublishState {
  const unmapped: readonly TroubledFile[] = mapped
    ? []
    : [{ type: 'unmapped', path, code: '', message: reason }];
  const damaged = warnings.map((warning): TroubledFile => ({ type: 'damaged', path, ...warning }));
  return {
    ...state,
    reading: without(state.reading, path),
    published: state.published + 1,
    known: state.known + (how === 'known' ? 1 : 0),
    local: state.local + (how === 'local' ? 1 : 0),
    unmapped: state.unmapped + unmapped.length,
    damaged: state.damaged + damaged.length,
    troubled: [...state.troubled, ...damaged, ...unmapped],
  };
}

/** Files that are through, one way or the other. */
export function doneFiles({ published, refused }: PublishState): number {
  return published + refused;
}

/** 0-1; `undefined` while nobody knows how many files there are. The files that are read count by what is read of them. */
export function publishedFraction(state: PublishState): number | undefined {
  if (state.end?.type === 'done') return 1;
  if (state.files === undefined || state.files === 0) return undefined;
  const parts = [...state.reading.values()].reduce(
    (sum, { done, total }) => sum + (total > 0 ? done / total : 0),
    0,
  );
  return Math.min(1, (doneFiles(state) + parts / 2) / state.files);
}

function withReading(
  reading: PublishState['reading'],
  { path, stage, done, total }: Extract<PublishEvent, { type: 'reading' }>,
): PublishState['reading'] {
  if (!reading.has(path) && reading.size >= MOST_READING) return reading;
  return new Map(reading).set(path, { stage, done, total });
}

function without(reading: PublishState['reading'], path: string): PublishState['reading'] {
  if (!reading.has(path)) return reading;
  const rest = new Map(reading);
  rest.delete(path);
  return rest;
}
