import type { InfoHash } from '../../common/ids.ts';
import { TierOrder } from '../../common/metainfo/tier-order.ts';
import { clientsOf } from '../../common/runtime/ask-all.ts';
import type { TrackerClient } from '../../common/runtime/tracker-client.ts';
import type { PlainAnnounce } from '../../common/tracker-api/plain-announce.ts';
import type { Clock } from './clock.ts';
import type { Holding } from './holding.ts';
import type { Speaker } from './speech.ts';

/** ms after which new holdings are looked for, though nobody said that something changed */
const LOOK_MS = 10_000;
/** Documents that are told of at one time. */
const AT_ONCE = 8;
/** ms before a document is told again of which no tracker would hear; and before a tracker that failed is tried again */
const RETRY_MS = 300_000;
/** ms for the last words */
const GOODBYE_MS = 2_000;

/** Who tells, and which trackers hear of everything in another way. */
export interface TorrentTrackersOptions {
  readonly speaker: Pick<Speaker, 'peerId' | 'port' | 'holdings'>;
  /** announce URLs of the node's own trackers */
  readonly except: ReadonlySet<string>;
  /** ms for one request */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** from 0 to below 1 */
  readonly random?: () => number;
}

/** What was told of one document. */
interface Told {
  readonly order: TierOrder;
  readonly size: number;
  /** who heard it last */
  at: string | undefined;
  /** ms since 1970 */
  dueAt: number;
}

/**
 * Tells the trackers that came with a document, and are none of the node's, that it is here: one of them, the next when
 * that fails. Documents that are still being fetched are told of by those who look for holders.
 *
 * @see BEP 3, "trackers"; BEP 12
 */
export class TorrentTrackers {
  readonly #options: TorrentTrackersOptions;
  readonly #told = new Map<InfoHash, Told>();
  readonly #clients = new Map<string, TrackerClient>();
  /** trackers that failed, and until when they are left alone, ms since 1970 */
  readonly #silent = new Map<string, number>();
  /** documents that were seen arriving: of those it is told that they are complete */
  readonly #arriving = new Set<InfoHash>();
  readonly #ending = new AbortController();
  #waking = new AbortController();
  #round: Promise<void> = Promise.resolve();
  #running = false;

  constructor(options: TorrentTrackersOptions) {
    this.#options = options;
    this.wake();
  }

  /** There is news. As long as no document has trackers of its own, nothing runs. */
  wake(): void {
    if (this.#running) return this.#waking.abort();
    const holdings = this.#options.speaker.holdings();
    for (const { infoHash, complete } of holdings) if (!complete) this.#arriving.add(infoHash);
    if (!holdings.some(({ complete, trackers }) => complete && trackers !== undefined)) return;
    this.#running = true;
    void this.#run();
  }

  /** Takes this host's name off the trackers, within a short time, and is silent from then on. */
  async goodbye(): Promise<void> {
    if (this.#ending.signal.aborted) return;
    this.#ending.abort(new Error('the announcer has stopped'));
    this.wake();
    await this.#round;
    const lastWords = AbortSignal.timeout(GOODBYE_MS);
    await Promise.all([...this.#told.keys()].map((infoHash) => this.#stop(infoHash, lastWords)));
  }

  async #run(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      this.#waking = new AbortController(); // news that comes while we tell ends the wait after it
      const { signal } = this.#waking;
      this.#round = this.#tellAll();
      await this.#round;
      await this.#options.clock.wait(LOOK_MS, signal);
    }
  }

  async #tellAll(): Promise<void> {
    const { signal } = this.#ending;
    const holdings = this.#options.speaker.holdings();
    const here = new Set(holdings.map(({ infoHash }) => infoHash));
    for (const infoHash of this.#told.keys()) if (!here.has(infoHash)) await this.#stop(infoHash, signal);
    const waiting = holdings.values();
    const tellInTurn = async (): Promise<void> => {
      for (const holding of waiting) if (!signal.aborted) await this.#tellOne(holding, signal);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, tellInTurn));
  }

  async #tellOne(holding: Holding, signal: AbortSignal): Promise<void> {
    const { infoHash, size, complete, trackers = [] } = holding;
    if (!complete) {
      this.#arriving.add(infoHash);
      return;
    }
    const told = this.#told.get(infoHash) ?? this.#first(trackers, size);
    if (told === undefined || this.#options.clock.now() < told.dueAt) return;
    this.#told.set(infoHash, told);
    const first = this.#arriving.has(infoHash) ? 'completed' : 'started';
    const event = told.at === undefined ? first : undefined;
    told.dueAt = this.#options.clock.now() + (await this.#announce(infoHash, told, event, signal));
    if (told.at !== undefined) this.#arriving.delete(infoHash);
  }

  #first(trackers: NonNullable<Holding['trackers']>, size: number): Told | undefined {
    const { except, random = Math.random, timeoutMs } = this.#options;
    for (const client of clientsOf(trackers.flat(), timeoutMs)) {
      if (!except.has(client.announceUrl) && !this.#clients.has(client.url))
        this.#clients.set(client.url, client);
    }
    const tiers = trackers.map((tier) => tier.filter((url) => this.#clients.has(url)));
    if (tiers.flat().length === 0) return undefined;
    return { order: new TierOrder(tiers, random), size, at: undefined, dueAt: 0 };
  }

  /** Tells the first that listens. @returns ms until it is to be told again */
  async #announce(
    infoHash: InfoHash,
    told: Told,
    event: PlainAnnounce['event'],
    signal: AbortSignal,
  ): Promise<number> {
    for (const url of told.order.urls()) {
      const client = this.#clients.get(url);
      if (client === undefined || (this.#silent.get(url) ?? 0) > this.#options.clock.now()) continue;
      try {
        const { intervalMs } = await client.announce(this.#announceOf(infoHash, 0, event), signal);
        told.order.worked(url);
        told.at = url;
        return intervalMs;
      } catch {
        if (signal.aborted) return 0;
        this.#silent.set(url, this.#options.clock.now() + RETRY_MS);
      }
    }
    return RETRY_MS;
  }

  async #stop(infoHash: InfoHash, signal: AbortSignal): Promise<void> {
    const told = this.#told.get(infoHash);
    this.#told.delete(infoHash);
    const client = this.#clients.get(told?.at ?? '');
    if (told === undefined || client === undefined) return;
    // it expires there by itself
    await client.announce(this.#announceOf(infoHash, told.size, 'stopped'), signal).catch(() => undefined);
  }

  #announceOf(infoHash: InfoHash, left: number, event: PlainAnnounce['event']): PlainAnnounce {
    const { peerId, port } = this.#options.speaker;
    return { infoHash, peerId, port, left, uploaded: 0, downloaded: 0, wanted: 0, ...(event && { event }) };
  }
}
