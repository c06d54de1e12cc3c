export { attachSource, hasLeaf } from './attach.ts';
export { describeWanted } from './describe-wanted.ts';
export { driveFetch } from './drive.ts';
export type { TakeOver } from './effects.ts';
export { Fetch, TICK_MS } from './engine.ts';
export type { DiskWatch } from './patient-writes.ts';
export type { Source } from './source.ts';
export { SpanIndex } from './span-index.ts';
