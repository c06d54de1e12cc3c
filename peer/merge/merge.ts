export { deliver, deliverCopy, targetExists, targetOf } from './deliver.ts';
export { type ReadingCopy, startReadingCopy } from './reading-copy.ts';
export { type PagesReport, reportPages } from './report-pages.ts';
export { copyFolder, unpack } from './unpack.ts';
export { writePages } from './write-pages.ts';
