import type { FileDigests, WholeVerdict } from './whole.ts';

/** In what a file is not what was published of it, in words for people; empty when it is. */
export function contradictions(verdict: WholeVerdict, published: Partial<FileDigests>): string[] {
  const { md5, sha256 } = published;
  return [
    ...(md5 === undefined || verdict.md5 === md5 ? [] : [`its MD5 is ${verdict.md5}, not ${md5}`]),
    ...(sha256 === undefined || verdict.sha256 === sha256
      ? []
      : [`its SHA-256 is ${verdict.sha256}, not ${sha256}`]),
    ...(verdict.piecesOk ? [] : ['its pieces are not those of the .torrent']),
  ];
}
