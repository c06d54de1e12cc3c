import type { SocketAddress } from '../../common/tracker-api/socket-address.ts';
import type { Host } from './host.ts';

/** A standard client, as its announces describe it. */
export interface StandardPeer {
  readonly address: SocketAddress;
  /** 20 bytes */
  readonly peerId: Uint8Array;
  readonly complete: boolean;
  /** 0-100 of the document's bytes */
  readonly heldPercent: number;
  /** ms */
  readonly heardAt: number;
}

/** Who is in the swarm of one document. */
export interface Swarm {
  /** hosts that hold something of it; what, they know themselves */
  readonly hosts: Set<Host>;
  /** by address */
  readonly standard: Map<string, StandardPeer>;
  /** standard clients that said `completed`; since the tracker started */
  downloads: number;
}

/** A swarm of nobody. */
export function emptySwarm(): Swarm {
  return { hosts: new Set(), standard: new Map(), downloads: 0 };
}

/** One of a swarm, whatever it speaks. */
export interface Member {
  readonly hostId?: string;
  readonly client: 'pageswarm' | 'standard';
  readonly addresses: readonly SocketAddress[];
  readonly complete: boolean;
  readonly heldPercent: number;
  readonly heldPages?: number;
  readonly heardAt: number;
  readonly peerId?: Uint8Array;
}
