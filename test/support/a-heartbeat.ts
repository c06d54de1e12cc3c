import type { InfoHash } from '../../common/ids.ts';
import type { Heartbeat } from '../../common/tracker-api/heartbeat.ts';

/** The first, full heartbeat of a host that holds nothing. */
export function aHeartbeat(fields: Partial<Heartbeat> = {}): Heartbeat {
  return {
    version: 1,
    client: 'test',
    port: 7001,
    addresses: [],
    sequence: 1,
    full: true,
    changes: [],
    ...fields,
  };
}

/** The info hash of an invented document, the same for the same number. */
export function anInfoHash(number = 0): InfoHash {
  return number.toString(16).padStart(40, '0') as InfoHash;
}
