import type { Layout, Leaf, Part } from '../layout.ts';
import { type Info, PIECE_HASH } from './info.ts';

/**
 * The layout of a document without a page map: every piece is a part with one leaf, checked by its SHA-1. No pages are
 * known, so `leavesOfPage` is empty.
 */
export function layoutOfPieces(info: Pick<Info, 'length' | 'pieceLength' | 'pieceCount' | 'pieces'>): Layout {
  const parts: Part[] = [];
  const leaves: Leaf[] = [];
  for (let index = 0; index < info.pieceCount; index++) {
    const begin = index * info.pieceLength;
    const end = Math.min(begin + info.pieceLength, info.length);
    parts.push({ kind: 'piece', index, bytes: end - begin, firstLeaf: index, endLeaf: index + 1 });
    leaves.push({ part: index, bytes: end - begin, spans: [{ begin, end }] });
  }
  return {
    size: info.length,
    pageCount: 0,
    parts,
    leaves,
    digests: { algorithm: 'sha1', length: PIECE_HASH, bytes: info.pieces },
    leavesOfPage: () => [],
  };
}
