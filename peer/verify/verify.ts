export { contradictions } from './contradictions.ts';
export { leafIsRight } from './leaf.ts';
export { digestsOfFile, verifyWhole, type WholeVerdict } from './whole.ts';
