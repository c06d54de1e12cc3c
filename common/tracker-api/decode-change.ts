import type { InfoHash, Sha256 } from '../ids.ts';
import type { Change, ChangePage } from './change.ts';
import { decodeName } from './decode-publication.ts';
import { JsonFields } from './json-fields.ts';
import { LIMITS } from './limits.ts';

/** A page of a tracker's change log. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodeChangePage(value: unknown): ChangePage {
  const fields = new JsonFields(value, 'page');
  return {
    changes: fields.list('changes', LIMITS.pageLength, decodeChange),
    cursor: fields.text('cursor', 100),
    more: fields.flag('more'),
    missed: fields.flag('missed'),
  };
}

const TYPES = ['published', 'updated', 'withdrawn', 'host-up', 'host-down', 'holds', 'dropped'] as const;

function decodeChange(value: unknown, where: string): Change {
  const fields = new JsonFields(value, where);
  const type = fields.oneOf('type', TYPES);
  const at = fields.integer('at', Number.MAX_SAFE_INTEGER);
  switch (type) {
    case 'published':
    case 'updated':
    case 'withdrawn':
      return {
        type,
        at,
        sha256: fields.hex<Sha256>('sha256', 64),
        infoHash: fields.hex<InfoHash>('infoHash', 40),
        name: decodeName(fields, 'name'),
      };
    case 'host-up':
      return {
        type,
        at,
        hostId: fields.hex('hostId', 40),
        client: fields.text('client', LIMITS.clientBytes),
      };
    case 'host-down':
      return {
        type,
        at,
        hostId: fields.hex('hostId', 40),
        reason: fields.oneOf('reason', ['goodbye', 'silent']),
      };
    case 'holds':
      return {
        type,
        at,
        hostId: fields.hex('hostId', 40),
        infoHash: fields.hex<InfoHash>('infoHash', 40),
        complete: fields.flag('complete'),
      };
    case 'dropped':
      return { type, at, hostId: fields.hex('hostId', 40), infoHash: fields.hex<InfoHash>('infoHash', 40) };
  }
}
