export { leafIsRight } from './leaf.ts';
export { verifyWhole, type WholeVerdict } from './whole.ts';
