import { decodeBencode, MESSAGE_LIMITS } from '../bencode/decode.ts';
import { asCount, asDictionary } from '../bencode/fields.ts';
import { parseHex } from '../bytes.ts';
import { CodedError } from '../errors.ts';
import type { InfoHash } from '../ids.ts';

/** Most hashes in one scrape, as for UDP (BEP 15): what every tracker takes. */
export const MAX_SCRAPED = 74;

/**
 * Where a tracker is scraped that is announced to at `announceUrl`; `undefined` for one that does not say so by the form of
 * its address.
 *
 * @see BEP 48
 */
export function scrapeUrlOf(announceUrl: string): string | undefined {
  const url = new URL(announceUrl);
  const path = url.pathname.replace(/\/announce([^/]*)$/, '/scrape$1');
  if (path === url.pathname) return undefined;
  url.pathname = path;
  return url.href;
}

/** The query of a scrape's URL, without `?`. */
export function scrapeQuery(infoHashes: readonly InfoHash[]): string {
  return infoHashes.map((infoHash) => `info_hash=${infoHash.replace(/../g, '%$&')}`).join('&');
}

/**
 * How many are in the swarm of each of `asked`, those that hold all of it and the others together; what the tracker does not
 * know is left out.
 *
 * @throws {CodedError} ERR_TRACKER_GARBAGE; ERR_BENCODE_*
 * @see BEP 48
 */
export function decodeScrapeAnswer(bytes: Uint8Array, asked: readonly InfoHash[]): Map<InfoHash, number> {
  const files = asDictionary(asDictionary(decodeBencode(bytes, MESSAGE_LIMITS))?.get('files'));
  if (files === undefined) throw new CodedError('ERR_TRACKER_GARBAGE', 'the tracker answered no scrape');
  const counts = new Map<InfoHash, number>();
  for (const infoHash of asked) {
    const key = Buffer.from(parseHex(infoHash) ?? []).toString('latin1');
    const file = asDictionary(files.get(key));
    if (file === undefined) continue;
    counts.set(infoHash, (asCount(file.get('complete')) ?? 0) + (asCount(file.get('incomplete')) ?? 0));
  }
  return counts;
}
