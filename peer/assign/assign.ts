export { pageRuns } from './page-runs.ts';
export { planShares, type Share } from './plan.ts';
export { assignLeaves } from './runs.ts';
export { chooseTakeOver, farEnd, type Worker } from './take-over.ts';
export { publishedWeights } from './weights.ts';
