import type { GetResult, Transfer } from '../../peer/operations/operations.ts';

/** What getting a document of 1,000 bytes came to. */
export const aResult: GetResult = {
  sha256: 'ab'.repeat(32),
  infoHash: 'cd'.repeat(20),
  name: 'book.pdf',
  size: 1000,
  pages: 10,
  md5: 'ef'.repeat(16),
  md5Ok: true,
  path: '/library/book.pdf',
  seconds: 0.5,
  fetchedBytes: 1000,
  holders: [],
  announced: true,
};

/** A transfer of a document of 1,000 bytes, as operations tell of it. */
export function aTransfer(fields: Partial<Transfer> = {}): Transfer {
  return {
    id: '3f2a1b00',
    document: 'book.pdf',
    infoHash: aResult.infoHash,
    sha256: aResult.sha256,
    name: 'book.pdf',
    size: 1000,
    pages: 10,
    state: 'waiting',
    verifiedBytes: 0,
    pagesHeld: 0,
    rate: 0,
    holders: 0,
    addedAt: 1,
    path: '',
    ...fields,
  };
}
