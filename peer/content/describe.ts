import type { Sha256 } from '../../common/ids.ts';
import type { Info } from '../../common/metainfo/info.ts';
import { layoutOfPieces } from '../../common/metainfo/layout-of-pieces.ts';
import { layoutOf } from '../../common/pdf/page-layout.ts';
import { decodePageMap } from '../../common/pdf/page-map-decode.ts';
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
