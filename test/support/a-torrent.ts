import { createHash } from 'node:crypto';
import { decodeInfo, encodeInfo, type Info } from '../../common/metainfo/info.ts';
import { encodeMetainfo } from '../../common/metainfo/metainfo.ts';

/** A torrent of somebody else's, with no word of ours in it. */
export interface MadeTorrent {
  readonly info: Info;
  /** the `.torrent` */
  readonly bytes: Uint8Array;
}

/** A torrent of the single file `bytes`, as any program makes it; without an MD5. */
export function aTorrent(
  bytes: Uint8Array,
  {
    name = 'de outros.pdf',
    pieceLength = 32_768,
    trackers = [[]] as string[][],
    private: secret = false,
  } = {},
): MadeTorrent {
  const infoBytes = encodeInfo({
    name,
    length: bytes.length,
    pieceLength,
    pieces: pieceHashes(bytes, pieceLength),
    private: secret,
  });
  return { info: decodeInfo(infoBytes), bytes: encodeMetainfo({ infoBytes, trackers }) };
}

/** SHA-1 of each piece of `bytes`, one after the other. */
function pieceHashes(bytes: Uint8Array, pieceLength: number): Uint8Array {
  const hashes: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieceLength)
    hashes.push(
      createHash('sha1')
        .update(bytes.subarray(at, at + pieceLength))
        .digest(),
    );
  return Buffer.concat(hashes);
}
