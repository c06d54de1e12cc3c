import { stat } from 'node:fs/promises';
import { needBytes } from '../../common/pdf/page-layout.ts';
import { navPart, type PageMap, partBytes, restPart } from '../../common/pdf/page-map.ts';
import { decodePageMap } from '../../common/pdf/page-map-decode.ts';
import { mapFile } from '../../common/runtime/map-file.ts';
import type { Abortable } from '../operations/operations.ts';

/** What `pageswarm pages` tells of a local PDF. */
export interface PagesReport {
  /** 0 where the number cannot be told */
  readonly pages: number;
  /** bytes */
  readonly size: number;
  readonly mapped: boolean;
  /** why it has no page map; empty with one */
  readonly reason: string;
  /** length of the map's blob; 0 without one */
  readonly mapBytes: number;
  /** what building it took */
  readonly seconds: number;
  /** bytes in parts that belong to no single page */
  readonly parts: {
    readonly core: number;
    readonly groups: number;
    readonly nav: number;
    readonly rest: number;
  };
  /** bytes that showing each page needs, in page order */
  readonly needBytes: readonly number[];
}

/**
 * Builds the page map of the PDF at `path`, in a worker, and tells what is in it.
 *
 * @throws {CodedError} ERR_FILE_NOT_A_FILE, and what opening the file throws
 */
export async function reportPages(path: string, { signal }: Abortable): Promise<PagesReport> {
  const startedAt = performance.now();
  const { size } = await stat(path);
  const { map, reason, pages } = await mapFile(path, { signal });
  const seconds = Math.round(performance.now() - startedAt) / 1000;
  const decoded = map === undefined ? undefined : decodePageMap(map);
  return {
    pages,
    size,
    mapped: map !== undefined,
    reason,
    mapBytes: map?.length ?? 0,
    seconds,
    parts: decoded === undefined ? { core: 0, groups: 0, nav: 0, rest: 0 } : sharedBytes(decoded),
    needBytes: decoded === undefined ? [] : needBytes(decoded),
  };
}

function sharedBytes(map: PageMap): PagesReport['parts'] {
  const bytes = partBytes(map);
  const groupCount = map.groups.length;
  const groups = bytes.subarray(1, 1 + groupCount).reduce((sum, count) => sum + count, 0);
  return {
    core: bytes[0] ?? 0,
    groups,
    nav: bytes[navPart(groupCount, map.pages.length)] ?? 0,
    rest: bytes[restPart(groupCount, map.pages.length)] ?? 0,
  };
}
