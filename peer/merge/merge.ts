export { deliver, targetOf } from './deliver.ts';
export { createReadingCopy, type ReadingCopy } from './reading-copy.ts';
export { type PageSelection, writePages } from './write-pages.ts';
