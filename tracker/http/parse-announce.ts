import { formatHex } from '../../common/bytes.ts';
import type { InfoHash } from '../../common/ids.ts';
import type { AnnounceRequest } from '../answer/answer.ts';

/** An announce and the form of the answer. */
export interface ParsedAnnounce {
  readonly request: AnnounceRequest;
  /** false only where the client asks for a list of dictionaries. @see BEP 23 */
  readonly compact: boolean;
}

/** most hashes in one scrape, as for UDP (BEP 15): what fits a packet */
const MAX_SCRAPED = 74;

/**
 * The announce in the query of a URL; a text says what is wrong with it. `ip` and `ipv6` are ignored: they would let
 * anyone send a swarm to somebody else's door.
 *
 * @see BEP 3, BEP 7, BEP 23
 */
export function parseAnnounce(query: string): ParsedAnnounce | string {
  const fields = parseQuery(query);
  const infoHash = hashOf(fields.get('info_hash')?.[0]);
  const peerId = fields.get('peer_id')?.[0];
  const port = countOf(fields, 'port');
  if (infoHash === undefined) return 'info_hash is missing or not 20 bytes';
  if (peerId?.length !== 20) return 'peer_id is missing or not 20 bytes';
  if (port === undefined || port < 1 || port > 65_535) return 'port is missing or not a port';
  return {
    request: { infoHash, peerId, port, ...optionalFields(fields) },
    compact: countOf(fields, 'compact') !== 0,
  };
}

/** The info hashes that a scrape asks for; a text says what is wrong. @see BEP 48 */
export function parseScrape(query: string): readonly InfoHash[] | string {
  const hashes = (parseQuery(query).get('info_hash') ?? []).map(hashOf);
  if (hashes.length === 0) return 'name the torrents with info_hash; this tracker does not list all';
  if (hashes.length > MAX_SCRAPED) return `more than ${MAX_SCRAPED} info_hash in one scrape`;
  const valid = hashes.filter((hash) => hash !== undefined);
  return valid.length === hashes.length ? valid : 'an info_hash is not 20 bytes';
}

function optionalFields(fields: Fields): Omit<AnnounceRequest, 'infoHash' | 'peerId' | 'port'> {
  const left = countOf(fields, 'left');
  const wanted = countOf(fields, 'numwant');
  const text = Buffer.from(fields.get('event')?.[0] ?? []).toString('latin1');
  const event = (['started', 'completed', 'stopped'] as const).find((known) => known === text);
  return {
    ...(left !== undefined && { left }),
    ...(wanted !== undefined && { wanted }),
    ...(event !== undefined && { event }),
  };
}

type Fields = ReadonlyMap<string, readonly Uint8Array[]>;

/** Fields by name, each with its values in order. Values are bytes: an info hash is not text. */
function parseQuery(query: string): Fields {
  const fields = new Map<string, Uint8Array[]>();
  for (const pair of query.split('&')) {
    const [name = '', value = ''] = pair.split('=', 2);
    const values = fields.get(name);
    if (values === undefined) fields.set(name, [percentDecoded(value)]);
    else values.push(percentDecoded(value));
  }
  return fields;
}

/** The bytes that `%41B+` says; a `%` without two digits stands for itself. @see RFC 3986, 2.1 */
function percentDecoded(text: string): Uint8Array {
  const latin1 = text.replace(/%([0-9a-fA-F]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return Buffer.from(latin1, 'latin1');
}

function hashOf(bytes: Uint8Array | undefined): InfoHash | undefined {
  return bytes?.length === 20 ? (formatHex(bytes) as InfoHash) : undefined;
}

function countOf(fields: Fields, name: string): number | undefined {
  const text = Buffer.from(fields.get(name)?.[0] ?? []).toString('latin1');
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
