import type { Layout } from '../../common/layout.ts';
import { type ByteRange, coalesce } from '../../common/range.ts';

/** The most that one request asks for, bytes: what every client answers. @see BEP 3 */
const BLOCK_BYTES = 16_384;

/**
 * The requests for `leaves`: their spans joined where they touch, then cut to blocks that lie within one piece.
 *
 * Joining first matters where the objects of neighbouring pages are interleaved: a Ghostscript file of 29 MB has
 * 10,334 spans but needs 1,800 requests.
 *
 * @param pieceLength bytes, of the info dictionary
 * @returns byte ranges of the file, ascending
 */
export function requestPlan(layout: Layout, leaves: readonly number[], pieceLength: number): ByteRange[] {
  const spans = coalesce(leaves.flatMap((leaf) => layout.leaves[leaf]?.spans ?? []));
  const requests: ByteRange[] = [];
  for (const span of spans) {
    let begin = span.begin;
    while (begin < span.end) {
      const pieceEnd = (Math.floor(begin / pieceLength) + 1) * pieceLength;
      const end = Math.min(span.end, pieceEnd, begin + BLOCK_BYTES);
      requests.push({ begin, end });
      begin = end;
    }
  }
  return requests;
}
