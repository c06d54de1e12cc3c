import { buildPageMap } from '../pdf/build-page-map.ts';
import type { Damage } from '../pdf/damage.ts';
import type { DocumentInfo } from '../pdf/document-info.ts';
import { encodePageMap } from '../pdf/page-map-encode.ts';
import { openFileReader } from './file-reader.ts';

/** What mapping a file came to. */
export interface MappedFile {
  /** the page map's blob; absent if `reason` says why */
  readonly map?: Uint8Array<ArrayBuffer>;
  /** why there is no page map; empty with one */
  readonly reason: string;
  /** 0 where the number cannot be told */
  readonly pages: number;
  readonly info: DocumentInfo;
  /** absent for a document that is whole, or whose state cannot be told */
  readonly damage?: Damage;
}

/** Builds the page map of the PDF at `path`, in this thread. */
export function buildMap(path: string): MappedFile {
  using reader = openFileReader(path);
  const result = buildPageMap(reader);
  const { pages, info, damage } = result;
  const told = { pages, info, ...(damage === undefined ? {} : { damage }) };
  if (!result.mapped) return { reason: result.reason, ...told };
  return { map: encodePageMap(result.map), reason: '', ...told };
}
