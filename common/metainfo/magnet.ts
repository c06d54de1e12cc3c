import { formatHex } from '../bytes.ts';
import { CodedError } from '../errors.ts';
import { type InfoHash, parseInfoHash } from '../ids.ts';
import { formatSocketAddress, parseSocketAddress } from '../tracker-api/socket-address.ts';
import { parseBase32 } from './base32.ts';
import { isTrackerUrl } from './tracker-tiers.ts';

/** What a magnet link says. @see BEP 9, "magnet URI format" */
export interface Magnet {
  readonly infoHash: InfoHash;
  /** as the sender wrote it: nothing goes to a disk before `safeName` */
  readonly name?: string;
  /** bytes; a hint */
  readonly length?: number;
  readonly trackers: readonly string[];
  /** `ip:port` of some who may hold it (`x.pe`); names are not looked up, and left out */
  readonly peers?: readonly string[];
}

const MAX_MAGNET = 64 * 1024;
const MAX_TRACKERS = 100;
/** as many as are asked at one time */
const MAX_PEERS = 50;

/** Whether `text` is meant as a magnet link, be it a good one or not. */
export function looksLikeMagnet(text: string): boolean {
  return /^magnet:/i.test(text.trim());
}

/**
 * The magnet link `text`. The info hash may be in hexadecimal or base 32; parameters that we do not know are ignored.
 *
 * @throws {CodedError} ERR_MAGNET_MALFORMED, ERR_MAGNET_V2_ONLY
 */
export function parseMagnet(text: string): Magnet {
  const [scheme = '', query = ''] = text.trim().split(/\?(.*)/s);
  if (!/^magnet:$/i.test(scheme) || text.length > MAX_MAGNET)
    throw malformed('it does not begin with magnet:?');

  const parameters = [...new URLSearchParams(query)];
  // some programs number them: xt.1, tr.2
  const all = (wanted: string) =>
    parameters
      .filter(([name]) => name.replace(/\.\d+$/, '').toLowerCase() === wanted)
      .map(([, value]) => value);
  const name = all('dn')[0];
  const length = Number(all('xl')[0]);
  const peers = all('x.pe').flatMap((peer) => parseSocketAddress(peer) ?? []);
  return {
    infoHash: parseTopic(all('xt')),
    ...(name !== undefined && name !== '' && { name }),
    ...(Number.isSafeInteger(length) && length > 0 && { length }),
    trackers: [...new Set(all('tr').filter(isTrackerUrl))].slice(0, MAX_TRACKERS),
    ...(peers.length > 0 && { peers: [...new Set(peers.map(formatSocketAddress))].slice(0, MAX_PEERS) }),
  };
}

/** The magnet link that says `magnet`. */
export function formatMagnet(magnet: Magnet): string {
  const parameters = [`xt=urn:btih:${magnet.infoHash}`];
  if (magnet.name !== undefined) parameters.push(`dn=${encodeURIComponent(wellFormed(magnet.name))}`);
  if (magnet.length !== undefined) parameters.push(`xl=${magnet.length}`);
  for (const tracker of magnet.trackers) parameters.push(`tr=${encodeURIComponent(tracker)}`);
  for (const peer of magnet.peers ?? []) parameters.push(`x.pe=${peer}`);
  return `magnet:?${parameters.join('&')}`;
}

/** A lone surrogate would make `encodeURIComponent` throw. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

function parseTopic(topics: readonly string[]): InfoHash {
  const hash = topics
    .map((topic) => /^urn:btih:(.*)$/i.exec(topic.trim())?.[1])
    .find((text) => text !== undefined);
  if (hash !== undefined) return parseHash(hash);
  if (topics.some((topic) => /^urn:btmh:/i.test(topic.trim()))) {
    throw new CodedError(
      'ERR_MAGNET_V2_ONLY',
      'a magnet link of BitTorrent version 2 only: ask for one with urn:btih',
    );
  }
  throw malformed('no xt=urn:btih:');
}

function parseHash(text: string): InfoHash {
  if (/^[0-9a-f]{40}$/i.test(text)) return parseInfoHash(text);
  const bytes = text.length === 32 ? parseBase32(text) : undefined;
  if (bytes === undefined) throw malformed(`'${text.slice(0, 50)}' is not an info hash`);
  return parseInfoHash(formatHex(bytes));
}

function malformed(what: string): CodedError {
  return new CodedError('ERR_MAGNET_MALFORMED', `not a magnet link that can be read: ${what}`);
}
