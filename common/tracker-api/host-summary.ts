import type { InfoHash, Sha256 } from '../ids.ts';

/** A host in the list of a tracker. */
export interface HostSummary {
  readonly hostId: string;
  /** program and version, as it says */
  readonly client: string;
  /** `203.0.113.5:8169`: where it is reached, best first */
  readonly addresses: readonly string[];
  /** documents that it holds whole, and in part */
  readonly whole: number;
  readonly partial: number;
  /** ms since the tracker last heard of it */
  readonly ageMs: number;
}

/** A page of the list of hosts, in the order in which they came. */
export interface HostPage {
  readonly hosts: readonly HostSummary[];
  /** asks for the page after this one (`after`); absent on the last */
  readonly next?: string;
}

/** A document that a host holds, wholly or in part. */
export interface HostHolding {
  readonly sha256: Sha256;
  readonly infoHash: InfoHash;
  readonly name: string;
  /** 0 where the number is not known */
  readonly pages: number;
  /** bytes of the document */
  readonly size: number;
  readonly complete: boolean;
  /** 0-100 of its bytes */
  readonly heldPercent: number;
  /** pages it can show in full; absent where it holds all of them */
  readonly heldPages?: number;
}

/** A host and a page of what it holds. */
export interface HostDetails extends HostSummary {
  readonly holdings: readonly HostHolding[];
  /** as in {@link HostPage} */
  readonly next?: string;
}
