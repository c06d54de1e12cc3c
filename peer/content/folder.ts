import type { ByteRange } from '../../common/range.ts';
import { lengthOf } from '../../common/range.ts';
import { type Folder, readFolder } from '../library/library.ts';
import type { Content, Description } from './document-bytes.ts';

/**
 * A complete document that lies in several files, for serving.
 *
 * @param changed called when it is found out, before what was read is handed out, that a file has changed or is gone
 */
export function contentOfFolder(description: Description, folder: Folder, changed: () => void): Content {
  const { layout } = description;
  const read = (range: ByteRange): Promise<Uint8Array> =>
    readFolder(folder, range).catch((error: unknown) => {
      changed();
      throw error;
    });
  return {
    description,
    path: folder.path,
    complete: true,
    heldBytes: layout.size,
    heldPages: layout.pageCount,
    holdsLeaf: (leaf) => leaf >= 0 && leaf < layout.leaves.length,
    holds: (range) => range.begin >= 0 && lengthOf(range) > 0 && range.end <= layout.size,
    read,
    readInto: async (places, begin) => {
      const end = places.reduce((sum, { length }) => sum + length, begin);
      scatter(await read({ begin, end }), places);
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
