import type { BencodeDictionary, BencodeValue } from '../bencode/decode.ts';
import { asList, asText } from '../bencode/fields.ts';

/** Trackers to be tried tier after tier. @see BEP 12 */
export type TrackerTiers = readonly (readonly string[])[];

/** nobody lists more, and each is one more address that a stranger makes us call */
const MAX_TRACKERS = 100;
const MAX_URL = 2048;

/** Whether `text` is the address of a tracker: http, https or udp. */
export function isTrackerUrl(text: string): boolean {
  return text.length <= MAX_URL && /^(https?|udp):\/\/[^\s/]/i.test(text) && URL.canParse(text);
}

/**
 * The trackers of a metainfo dictionary: `announce-list`, or else `announce`. What is no tracker's URL, and tiers
 * without one, are left out.
 *
 * @see BEP 12
 */
export function decodeTrackerTiers(fields: BencodeDictionary): TrackerTiers {
  const tiers = (asList(fields.get('announce-list')) ?? []).map(urlsOf);
  const listed = capped(tiers);
  return listed.length > 0 ? listed : capped([urlsOf([fields.get('announce')])]);
}

function urlsOf(tier: BencodeValue | readonly (BencodeValue | undefined)[]): string[] {
  if (!Array.isArray(tier)) return [];
  return tier.map((value) => asText(value) ?? '').filter(isTrackerUrl);
}

function capped(tiers: readonly string[][]): string[][] {
  let left = MAX_TRACKERS;
  const kept: string[][] = [];
  for (const tier of tiers) {
    const urls = tier.slice(0, left);
    left -= urls.length;
    if (urls.length > 0) kept.push(urls);
  }
  return kept;
}
