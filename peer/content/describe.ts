import { createHash } from 'node:crypto';
import type { Sha256 } from '../../common/ids.ts';
import type { Info } from '../../common/metainfo/info.ts';
import { layoutOfPieces } from '../../common/metainfo/layout-of-pieces.ts';
import { decodeMetainfo } from '../../common/metainfo/metainfo.ts';
import { layoutOf } from '../../common/pdf/page-layout.ts';
import { decodePageMap } from '../../common/pdf/page-map-decode.ts';
import type { Library, LibraryDocument } from '../library/library.ts';
import type { Description } from './document-bytes.ts';

/** What is known of a document, and a page map that can be trusted because its digest was checked. */
export interface Known {
  readonly info: Info;
  readonly sha256?: Sha256 | undefined;
  readonly map?: { readonly blob: Uint8Array; readonly digest: Uint8Array } | undefined;
}

/**
 * The description of a document. A map that cannot be read, or is of another size, is no map: the document then goes
 * by its pieces.
 */
export function describeDocument({ info, sha256, map }: Known): Description {
  if (map !== undefined) {
    try {
      const layout = layoutOf(decodePageMap(map.blob));
      if (layout.size === info.length) return { info, sha256, layout, map };
    } catch {
      // its publisher signed nonsense; the bytes can be had all the same
    }
  }
  return { info, sha256, layout: layoutOfPieces(info) };
}

/** The description of a document of `library`, from what is kept of it. @throws what `decodeMetainfo` throws */
export async function describeKept(
  library: Pick<Library, 'mapOf'>,
  { infoHash, sha256 }: Pick<LibraryDocument, 'infoHash' | 'sha256'>,
  torrent: Uint8Array,
): Promise<Description> {
  const blob = await library.mapOf(infoHash);
  const map = blob === undefined ? undefined : { blob, digest: createHash('sha256').update(blob).digest() };
  return describeDocument({ info: decodeMetainfo(torrent).info, sha256, map });
}
