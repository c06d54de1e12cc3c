export { pageRuns } from './page-runs.ts';
export { planShares, type Share } from './plan.ts';
export { assignLeaves, type Candidate } from './runs.ts';
export { chooseTakeOver, farHalf, type Worker } from './take-over.ts';
export { publishedWeights } from './weights.ts';
