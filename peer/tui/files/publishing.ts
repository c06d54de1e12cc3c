import type { PublishEvent } from '../../operations/operations.ts';

/** A file that was not published. */
export interface RefusedFile {
  readonly path: string;
  readonly code: string;
  readonly message: string;
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
  readonly refused: readonly RefusedFile[];
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
  refused: [],
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
      return {
        ...state,
        reading: without(state.reading, event.file.path),
        published: state.published + 1,
        known: state.known + (event.file.state === 'known' ? 1 : 0),
        local: state.local + (event.file.state === 'local' ? 1 : 0),
      };
    case 'refused':
      return {
        ...state,
        reading: without(state.reading, event.path),
        refused: [...state.refused, { path: event.path, code: event.code, message: event.message }],
      };
    case 'counted':
      return { ...state, files: (state.files ?? 0) + event.files };
  }
}

/** Files that are through, one way or the other. */
export function doneFiles({ published, refused }: PublishState): number {
  return published + refused.length;
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
