export { contradictions } from './contradictions.ts';
export { GrowingFile } from './growing-file.ts';
export { leafIsRight } from './leaf.ts';
export { digestsOfFile, type WholeVerdict } from './whole.ts';
