import type { InfoHash } from '../../common/ids.ts';
import type { TrackerClient } from '../../common/runtime/tracker-client.ts';
import type { Holder } from '../../common/tracker-api/publication.ts';
import { formatSocketAddress } from '../../common/tracker-api/socket-address.ts';

/** How this host appears in announces to trackers that speak BEP 3 only. */
export interface AnnouncedAs {
  /** 20 bytes */
  readonly peerId: Uint8Array;
  readonly port: number;
}

/** Peers that are asked for at one time. */
const WANTED = 100;
/** A tracker of strangers that named peers is asked again when it said so, at most after this, ms. */
const LONGEST_MS = 300_000;
/** One that named nobody is asked again after this, ms. */
const NOBODY_MS = 30_000;

/** The peers that trackers of the standard kind name; whether they hold all of it, these trackers do not say. */
export class PlainHolders {
  readonly #announcedAs: AnnouncedAs;
  readonly #now: () => number;
  readonly #answers = new Map<string, { readonly until: number; readonly holders: readonly Holder[] }>();

  /** @param now ms, on any clock that does not go back */
  constructor(announcedAs: AnnouncedAs, now: () => number) {
    this.#announcedAs = announcedAs;
    this.#now = now;
  }

  /** As the tracker says, or as it said before while it does not want to be asked again. */
  async at(client: TrackerClient, infoHash: InfoHash, signal: AbortSignal): Promise<readonly Holder[]> {
    const key = `${client.announceUrl} ${infoHash}`;
    const known = this.#answers.get(key);
    if (known !== undefined && this.#now() < known.until) return known.holders;
    const { peerId, port } = this.#announcedAs;
    const announce = { infoHash, peerId, port, left: 1, uploaded: 0, downloaded: 0, wanted: WANTED };
    const { peers, intervalMs } = await client.announce(announce, signal);
    const holders = peers.map(
      (peer): Holder => ({
        client: 'standard',
        addresses: [formatSocketAddress(peer)],
        complete: false,
        heldPercent: 0,
        ageMs: 0,
      }),
    );
    const pause = holders.length > 0 ? Math.min(intervalMs, LONGEST_MS) : NOBODY_MS;
    this.#answers.set(key, { until: this.#now() + pause, holders });
    return holders;
  }
}
