import type { Rate, TrackerStatus } from './answers.ts';
import { decodeAddresses, decodePercent } from './decode-heartbeat.ts';
import { decodeName } from './decode-publication.ts';
import type { HostDetails, HostHolding, HostPage, HostSummary } from './host-summary.ts';
import { JsonFields } from './json-fields.ts';
import { LIMITS } from './limits.ts';

const COUNT = Number.MAX_SAFE_INTEGER;
/** characters of a URL and of `next` */
const URL_BYTES = 300;
const CURSOR_BYTES = 100;

/** A page of the list of hosts. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodeHostPage(value: unknown): HostPage {
  const fields = new JsonFields(value, 'page');
  return { hosts: fields.list('hosts', LIMITS.pageLength, decodeHostSummary), ...nextOf(fields) };
}

/** A host with what it holds. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodeHostDetails(value: unknown): HostDetails {
  const fields = new JsonFields(value, 'host');
  return {
    ...decodeHostSummary(value, 'host'),
    holdings: fields.list('holdings', LIMITS.pageLength, decodeHolding),
    ...nextOf(fields),
  };
}

/** How a tracker is doing. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodeStatus(value: unknown): TrackerStatus {
  const fields = new JsonFields(value, 'status');
  const count = (name: string): number => fields.integer(name, COUNT);
  return {
    documents: count('documents'),
    hosts: count('hosts'),
    standardPeers: count('standardPeers'),
    startedAt: count('startedAt'),
    heartbeatMs: count('heartbeatMs'),
    announceMs: count('announceMs'),
    urls: fields.list('urls', LIMITS.urls, (url, where) =>
      new JsonFields({ url }, where).text('url', URL_BYTES),
    ),
    announces: decodeRate(fields, 'announces'),
    heartbeats: decodeRate(fields, 'heartbeats'),
    publications: count('publications'),
    searches: count('searches'),
    databaseBytes: count('databaseBytes'),
  };
}

function decodeRate(parent: JsonFields, name: string): Rate {
  const fields = new JsonFields(parent.value(name), parent.path(name));
  return {
    lastSecond: fields.integer('lastSecond', COUNT),
    lastMinute: fields.integer('lastMinute', COUNT),
    total: fields.integer('total', COUNT),
  };
}

function decodeHostSummary(value: unknown, where: string): HostSummary {
  const fields = new JsonFields(value, where);
  return {
    hostId: fields.hex('hostId', 40),
    client: fields.text('client', LIMITS.clientBytes),
    addresses: decodeAddresses(fields, LIMITS.addressesPerHost),
    whole: fields.integer('whole', COUNT),
    partial: fields.integer('partial', COUNT),
    ageMs: fields.integer('ageMs', COUNT),
  };
}

function decodeHolding(value: unknown, where: string): HostHolding {
  const fields = new JsonFields(value, where);
  return {
    sha256: fields.hex('sha256', 64),
    infoHash: fields.hex('infoHash', 40),
    name: decodeName(fields, 'name'),
    pages: fields.integer('pages', LIMITS.pages),
    size: fields.integer('size', COUNT, 1),
    complete: fields.flag('complete'),
    heldPercent: decodePercent(fields),
    ...(fields.has('heldPages') && { heldPages: fields.integer('heldPages', LIMITS.pages) }),
  };
}

function nextOf(fields: JsonFields): { next?: string } {
  return fields.has('next') ? { next: fields.text('next', CURSOR_BYTES) } : {};
}
