import type { InfoHash } from '../ids.ts';

/** What a host says of one document: it holds all of it, a part of it, or no longer any. */
export type HoldingChange =
  | { readonly infoHash: InfoHash; readonly complete: true }
  | { readonly infoHash: InfoHash; readonly heldPercent: number; readonly heldPages: number }
  | { readonly infoHash: InfoHash; readonly dropped: true };

/** What a host sends every interval: that it lives, where it is reached, and what changed in what it holds. */
export interface Heartbeat {
  readonly version: 1;
  /** program and version, for people */
  readonly client: string;
  /** where it accepts connections on the address the tracker sees; 0: only on `addresses` */
  readonly port: number;
  /** all the addresses it listens on, `203.0.113.5:8169` or `[2001:db8::1]:8169`, best first */
  readonly addresses: readonly string[];
  /** one more than the heartbeat before; a repeated one (its answer was lost) keeps its number */
  readonly sequence: number;
  /** `changes` is all that the host holds, not what changed */
  readonly full: boolean;
  readonly changes: readonly HoldingChange[];
}

/** What a tracker answers to a heartbeat. */
export interface HeartbeatAnswer {
  /** ms until the next heartbeat is expected */
  readonly intervalMs: number;
  /** ms between two full lists */
  readonly fullIntervalMs: number;
  /** the tracker does not know what this host holds: the next heartbeat is to be full, and at once */
  readonly wantFull: boolean;
  /** documents of `changes` that are not published at this tracker; the rest was taken */
  readonly unknown: readonly InfoHash[];
}
