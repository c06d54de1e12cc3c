import type { InfoHash } from '../../common/ids.ts';
import type { Heartbeat, HoldingChange } from '../../common/tracker-api/heartbeat.ts';
import type { SocketAddress } from '../../common/tracker-api/socket-address.ts';

/** What a host holds of a document. */
export interface Holding {
  readonly complete: boolean;
  /** 0-100 of its bytes */
  readonly heldPercent: number;
  /** absent where the document is complete: all of them */
  readonly heldPages?: number;
}

/** A host of ours, as its heartbeats describe it. */
export interface Host {
  readonly id: string;
  /** counts hosts as they come; the order of the list */
  readonly ordinal: number;
  /** the address it was first seen at, by which hosts are counted */
  readonly ip: string;
  client: string;
  addresses: readonly SocketAddress[];
  sequence: number;
  /** `holdings` is all that it holds; not so after a lost heartbeat, until the next full one */
  synced: boolean;
  /** ms */
  heardAt: number;
  readonly holdings: Map<InfoHash, Holding>;
  /** how many of `holdings` are complete */
  whole: number;
}

/** What `change` says is held; `undefined` when it is no longer. */
export function holdingOf(change: HoldingChange): Holding | undefined {
  if ('dropped' in change) return undefined;
  if ('complete' in change) return { complete: true, heldPercent: 100 };
  return { complete: false, heldPercent: change.heldPercent, heldPages: change.heldPages };
}

/**
 * What a heartbeat tells of a host: all that it holds (`all`), what changed since the one before (`next`), the same
 * again because an answer was lost (`next`, too: changes are absolute), what changed after a gap (`gap`), or something
 * older that came late (`late`).
 */
export function kindOf(heartbeat: Heartbeat, known: Host | undefined): 'all' | 'next' | 'gap' | 'late' {
  if (heartbeat.full) return 'all';
  if (known === undefined || heartbeat.sequence > known.sequence + 1) return 'gap';
  return heartbeat.sequence < known.sequence ? 'late' : 'next';
}
