import { createHash } from 'node:crypto';
import { productVersion } from '../../common/runtime/version.ts';
import { hostIdOf } from '../../common/tracker-api/host-id.ts';
import type { Library } from '../library/library.ts';

/** What a node says of itself to others. */
export interface Self {
  readonly version: string;
  /** public id of the host */
  readonly hostId: string;
  /** 20 bytes */
  readonly peerId: Uint8Array;
  /** program and version, for people */
  readonly client: string;
}

/** What the node with this library says of itself. */
export function selfOf({ secret }: Library): Self {
  const version = productVersion();
  const hostId = hostIdOf(secret);
  return { version, hostId, peerId: peerIdOf(version, hostId), client: `Pageswarm ${version}` };
}

/** `-PS0100-` and twelve characters that are the same for this host at every start. @see BEP 20 */
function peerIdOf(version: string, hostId: string): Uint8Array {
  const [major = '0', minor = '0', patch = '0'] = version.split(/[.-]/);
  const digits = `${major}${minor}${patch}0`.slice(0, 4).padEnd(4, '0');
  const own = createHash('sha256').update(`peer id of ${hostId}`).digest('hex').slice(0, 12);
  return new TextEncoder().encode(`-PS${digits}-${own}`);
}
