export { describeDocument, describeKept } from './describe.ts';
export type { Content, Description } from './document-bytes.ts';
export { salvage, wrongLeaves } from './doubtful.ts';
export { openPartial, type PartialContent } from './partial.ts';
export { createShelf, type Shelf } from './shelf.ts';
