import { formatMagnet } from '../../../common/metainfo/magnet.ts';
import { decodeMetainfo } from '../../../common/metainfo/metainfo.ts';

/** The magnet link of the document that the `.torrent` in `bytes` names, with its trackers. */
export function magnetOf(bytes: Uint8Array): string {
  const { info, trackers } = decodeMetainfo(bytes);
  return formatMagnet({
    infoHash: info.infoHash,
    name: info.name,
    length: info.length,
    trackers: trackers.flat(),
  });
}
