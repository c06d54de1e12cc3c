export { attachSource, hasLeaf, type Reachable } from './attach.ts';
export { describeWanted } from './describe-wanted.ts';
export { type DriveOptions, driveFetch, type FetchNews } from './drive.ts';
export { Fetch, type FetchEffects, type FetchOptions, type TakeOver } from './engine.ts';
export type { Source, SourceLink, SourceState } from './source.ts';
