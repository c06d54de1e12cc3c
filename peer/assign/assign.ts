export { doubled, farEnd } from './far-end.ts';
export { levelFinish } from './level.ts';
export { pageRuns } from './page-runs.ts';
export { planShares, type Share } from './plan.ts';
export { rarestStretch } from './rarest.ts';
export { clearlyApart, recut, type Worker } from './recut.ts';
export { assignLeaves } from './runs.ts';
export { publishedWeights } from './weights.ts';
