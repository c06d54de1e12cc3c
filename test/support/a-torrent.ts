import { createHash } from 'node:crypto';
import { encodeBencode } from '../../common/bencode/encode.ts';
import { concatBytes } from '../../common/bytes.ts';
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

/** A file of somebody else's torrent. */
export interface TorrentPart {
  readonly path: readonly string[];
  readonly bytes: Uint8Array;
  /** zeros that fill up a piece. @see BEP 47 */
  readonly padding?: boolean;
}

/** A torrent of a folder with `parts`, and the bytes of them all. */
export function aFolderTorrent(
  parts: readonly TorrentPart[],
  { name = 'Curso de física', pieceLength = 32_768, trackers = [[]] as string[][] } = {},
): MadeTorrent & { readonly content: Uint8Array } {
  const content = concatBytes(parts.map(({ bytes }) => bytes));
  const infoBytes = encodeBencode({
    files: parts.map(({ path, bytes, padding }) => ({
      attr: padding ? 'p' : undefined,
      length: bytes.length,
      path,
    })),
    name,
    'piece length': pieceLength,
    pieces: pieceHashes(content, pieceLength),
  });
  return { info: decodeInfo(infoBytes), bytes: encodeMetainfo({ infoBytes, trackers }), content };
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
