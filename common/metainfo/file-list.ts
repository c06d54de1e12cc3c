import type { BencodeDictionary, BencodeValue } from '../bencode/decode.ts';
import { asBytes, asCount, asDictionary, asList, asText } from '../bencode/fields.ts';
import { type Md5, parseMd5 } from '../ids.ts';
import { malformedMetainfo } from './metainfo-error.ts';

/** A file of a torrent. The files lie end to end in the order of the list. */
export interface TorrentFile {
  /**
   * names from the folder down, as the sender wrote them, `..` and all: nothing goes to a disk before `safeName`. For
   * a single file its name alone; for others the folder, which is the torrent's name, is not among them
   */
  readonly path: readonly string[];
  /** bytes */
  readonly length: number;
  /** a label, where the sender gave one */
  readonly md5?: Md5;
  /** zeros that only fill up a piece. @see BEP 47 */
  readonly padding: boolean;
}

/** deeper folders exist on no file system that holds documents */
const MAX_PATH_DEPTH = 64;

/** The list under `files`, checked. @throws {CodedError} ERR_METAINFO_MALFORMED */
export function decodeFileList(values: readonly BencodeValue[]): TorrentFile[] {
  if (values.length === 0) throw malformedMetainfo('an empty list of files');
  return values.map((value) => {
    const fields = asDictionary(value);
    const length = asCount(fields?.get('length'));
    if (fields === undefined || length === undefined) throw malformedMetainfo('a file without a length');
    const padding = asText(fields.get('attr'))?.includes('p') ?? false;
    return { path: decodePath(fields), length, padding, ...decodeMd5(fields) };
  });
}

/** The customary `md5sum`; one that is not 32 digits is as good as absent. */
export function decodeMd5(fields: BencodeDictionary): { md5?: Md5 } {
  const text = asText(fields.get('md5sum'));
  if (text === undefined || !/^[0-9a-fA-F]{32}$/.test(text)) return {};
  return { md5: parseMd5(text) };
}

/**
 * A name. Old programs wrote it in the encoding of their machine and UTF-8 in a second field; where neither is UTF-8,
 * what cannot be read becomes U+FFFD.
 */
export function decodeName(
  name: BencodeValue | undefined,
  utf8: BencodeValue | undefined,
): string | undefined {
  const bytes = asBytes(name);
  return asText(name) ?? asText(utf8) ?? (bytes && new TextDecoder().decode(bytes));
}

function decodePath(fields: BencodeDictionary): string[] {
  const names = asList(fields.get('path'));
  const utf8Names = asList(fields.get('path.utf-8'));
  const path = names?.map((name, index) => decodeName(name, utf8Names?.[index]));
  if (path === undefined || path.length === 0 || path.length > MAX_PATH_DEPTH) {
    throw malformedMetainfo('a file without a path');
  }
  return path.map((name) => {
    if (name === undefined) throw malformedMetainfo('a path that is not text');
    return name;
  });
}
