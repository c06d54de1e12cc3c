import type { InfoHash } from '../ids.ts';
import type { Heartbeat, HeartbeatAnswer, HoldingChange } from './heartbeat.ts';
import { checkedHex, JsonFields } from './json-fields.ts';
import { LIMITS } from './limits.ts';
import { formatSocketAddress, parseSocketAddress } from './socket-address.ts';

/** The heartbeat that a JSON value describes. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodeHeartbeat(value: unknown): Heartbeat {
  const fields = new JsonFields(value, 'heartbeat');
  return {
    version: fields.version(),
    client: fields.text('client', LIMITS.clientBytes),
    port: fields.integer('port', 65_535),
    addresses: decodeAddresses(fields, LIMITS.addressesPerHost),
    sequence: fields.integer('sequence', Number.MAX_SAFE_INTEGER),
    full: fields.flag('full'),
    changes: fields.list('changes', LIMITS.changesPerHeartbeat, decodeHoldingChange),
  };
}

/** A tracker's answer to a heartbeat. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodeHeartbeatAnswer(value: unknown): HeartbeatAnswer {
  const fields = new JsonFields(value, 'answer');
  return {
    intervalMs: fields.integer('intervalMs', LIMITS.maxIntervalMs, LIMITS.minIntervalMs),
    fullIntervalMs: fields.integer('fullIntervalMs', LIMITS.maxIntervalMs, LIMITS.minIntervalMs),
    wantFull: fields.flag('wantFull'),
    unknown: fields.list('unknown', LIMITS.changesPerHeartbeat, (hash, where) =>
      checkedHex<InfoHash>(hash, where, 40),
    ),
  };
}

/** The field `addresses`: IP literals with ports, in canonical form. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodeAddresses(fields: JsonFields, maxLength: number): string[] {
  return fields.list('addresses', maxLength, (text) => {
    const address = typeof text === 'string' ? parseSocketAddress(text) : undefined;
    if (address === undefined)
      throw fields.wrong('addresses', 'has an entry that is no IP address with a port');
    return formatSocketAddress(address);
  });
}

function decodeHoldingChange(value: unknown, where: string): HoldingChange {
  const fields = new JsonFields(value, where);
  const infoHash = fields.hex<InfoHash>('infoHash', 40);
  if (fields.has('dropped')) return { infoHash, dropped: always(fields, 'dropped') };
  if (fields.has('complete')) return { infoHash, complete: always(fields, 'complete') };
  return {
    infoHash,
    heldPercent: decodePercent(fields),
    heldPages: fields.integer('heldPages', LIMITS.pages),
  };
}

/** The field `heldPercent`: 0-100, fractions allowed. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodePercent(fields: JsonFields): number {
  const percent = fields.value('heldPercent');
  if (typeof percent === 'number' && percent >= 0 && percent <= 100) return percent;
  throw fields.wrong('heldPercent', 'is not from 0 to 100');
}

function always(fields: JsonFields, name: string): true {
  if (fields.value(name) !== true) throw fields.wrong(name, 'is not true');
  return true;
}
