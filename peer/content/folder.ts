import type { ByteRange } from '../../common/range.ts';
import { lengthOf } from '../../common/range.ts';
import { type Folder, readFolder } from '../library/library.ts';
import type { Content, Description } from './document-bytes.ts';

/** A complete document that lies in several files, for serving. A file that has changed is noticed when it is read. */
export function contentOfFolder(description: Description, folder: Folder): Content {
  const { layout } = description;
  return {
    description,
    path: folder.path,
    complete: true,
    heldBytes: layout.size,
    heldPages: layout.pageCount,
    holdsLeaf: (leaf) => leaf >= 0 && leaf < layout.leaves.length,
    holds: (range) => range.begin >= 0 && lengthOf(range) > 0 && range.end <= layout.size,
    read: (range: ByteRange) => readFolder(folder, range),
    readInto: async (places, begin) => {
      const end = places.reduce((sum, { length }) => sum + length, begin);
      scatter(await readFolder(folder, { begin, end }), places);
    },
    onLeaf: () => () => undefined,
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** Copies `bytes` to `places`, one after the other, which they fill. */
function scatter(bytes: Uint8Array, places: readonly Uint8Array[]): void {
  let at = 0;
  for (const place of places) {
    place.set(bytes.subarray(at, at + place.length));
    at += place.length;
  }
}
