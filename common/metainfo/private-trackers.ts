import { decodeMetainfo } from './metainfo.ts';

/**
 * The only trackers that may hear of what the `.torrent` in `bytes` describes; `undefined` for one that everybody may hear
 * of, or that cannot be read.
 *
 * @see BEP 27
 */
export function privateTrackers(bytes: Uint8Array): readonly string[] | undefined {
  try {
    const { info, trackers } = decodeMetainfo(bytes);
    return info.private ? trackers.flat() : undefined;
  } catch {
    return undefined;
  }
}
