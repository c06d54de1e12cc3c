import { createHash } from 'node:crypto';
import { type BencodeDictionary, type BencodeValue, decodeBencode } from '../bencode/decode.ts';
import { encodeBencode } from '../bencode/encode.ts';
import { asBytes, asCount, asDictionary, asList } from '../bencode/fields.ts';
import { formatHex } from '../bytes.ts';
import { CodedError } from '../errors.ts';
import { type InfoHash, type Md5, parseInfoHash } from '../ids.ts';
import { decodeFileList, decodeMd5, decodeName, type TorrentFile } from './file-list.ts';
import { malformedMetainfo } from './metainfo-error.ts';
import { pieceCountOf } from './piece-length.ts';

/** Bytes of a piece's SHA-1. */
export const PIECE_HASH = 20;
/** a piece is held in memory until it verifies */
const MAX_PIECE_LENGTH = 64 * 1024 * 1024;

/** The info dictionary: what a torrent *is*, to all clients. @see BEP 3, "info dictionary"; BEP 27 (private) */
export interface Info {
  readonly infoHash: InfoHash;
  /** its bytes as they came, of which `infoHash` is the SHA-1; what others are given */
  readonly encoded: Uint8Array;
  /** as the sender wrote it, `../` and all: nothing goes to a disk before `safeName` */
  readonly name: string;
  /** bytes of all files together */
  readonly length: number;
  readonly pieceLength: number;
  readonly pieceCount: number;
  /** SHA-1 of each piece, one after the other: `20 * pieceCount` bytes */
  readonly pieces: Uint8Array;
  /** a single file's, where the publisher gave it */
  readonly md5?: Md5;
  /** peers come from the trackers named and from nowhere else */
  readonly private: boolean;
  /** one for a single-file torrent */
  readonly files: readonly TorrentFile[];
  /** a folder of files, whose name is `name` */
  readonly multiFile: boolean;
}

/** What we say of a document in its info dictionary: nothing that is ours alone. */
export interface InfoFields {
  readonly name: string;
  readonly length: number;
  readonly pieceLength: number;
  readonly pieces: Uint8Array;
  readonly md5?: Md5;
  readonly private?: boolean;
}

/** The bencoded info dictionary of a single file. @see BEP 3; BEP 27 */
export function encodeInfo(fields: InfoFields): Uint8Array {
  return encodeBencode({
    length: fields.length,
    md5sum: fields.md5,
    name: fields.name,
    'piece length': fields.pieceLength,
    pieces: fields.pieces,
    private: fields.private === true ? 1 : undefined,
  });
}

/** What names a torrent: the SHA-1 of the bytes of its info dictionary, as they came. */
export function infoHashOf(infoBytes: Uint8Array): InfoHash {
  return parseInfoHash(formatHex(createHash('sha1').update(infoBytes).digest()));
}

/**
 * The info dictionary that `infoBytes` encode, every number checked against the others. Hybrids are read as version 1.
 *
 * @throws {CodedError} ERR_METAINFO_MALFORMED, ERR_METAINFO_V2_ONLY, ERR_BENCODE_MALFORMED, ERR_BENCODE_TOO_LARGE
 * @see BEP 3; BEP 52 (hybrids)
 */
export function decodeInfo(infoBytes: Uint8Array): Info {
  const fields = asDictionary(decodeBencode(infoBytes));
  if (fields === undefined) throw malformedMetainfo('info is not a dictionary');
  refuseVersion2(fields);

  const name = decodeName(fields.get('name'), fields.get('name.utf-8'));
  if (name === undefined) throw malformedMetainfo('no name');
  const list = asList(fields.get('files'));
  const files = list === undefined ? [decodeSingleFile(fields, name)] : decodeFileList(list);
  return {
    infoHash: infoHashOf(infoBytes),
    encoded: infoBytes,
    name,
    ...decodePieces(fields, totalOf(files)),
    ...(list === undefined ? decodeMd5(fields) : {}),
    private: fields.get('private') === 1,
    files,
    multiFile: list !== undefined,
  };
}

function refuseVersion2(fields: BencodeDictionary): void {
  if (fields.has('pieces') || (!fields.has('file tree') && !fields.has('meta version'))) return;
  throw new CodedError(
    'ERR_METAINFO_V2_ONLY',
    'a BitTorrent version 2 torrent without version 1 pieces: ask for a hybrid or version 1 torrent',
  );
}

function decodeSingleFile(fields: BencodeDictionary, name: string): TorrentFile {
  const length = asCount(fields.get('length'));
  if (length === undefined) throw malformedMetainfo('neither a length nor files');
  return { path: [name], length, padding: false, ...decodeMd5(fields) };
}

function totalOf(files: readonly TorrentFile[]): number {
  const total = files.reduce((sum, file) => sum + file.length, 0);
  if (!Number.isSafeInteger(total)) throw malformedMetainfo('files of an impossible total length');
  return total;
}

function decodePieces(fields: BencodeDictionary, length: number) {
  const pieceLength = asCount(fields.get('piece length')) ?? 0;
  if (pieceLength < 1 || pieceLength > MAX_PIECE_LENGTH) {
    throw malformedMetainfo(`a piece length of ${describe(fields.get('piece length'))}`);
  }
  const pieces = asBytes(fields.get('pieces'));
  const pieceCount = pieceCountOf(length, pieceLength);
  if (pieces?.length !== pieceCount * PIECE_HASH) {
    throw malformedMetainfo(`${pieces?.length ?? 'no'} bytes of piece hashes for ${pieceCount} pieces`);
  }
  return { length, pieceLength, pieceCount, pieces };
}

function describe(value: BencodeValue | undefined): string {
  return typeof value === 'number' || typeof value === 'bigint' ? `${value} bytes` : 'no number';
}
