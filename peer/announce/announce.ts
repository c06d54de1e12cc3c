import type { InfoHash } from '../../common/ids.ts';
import { clientsOf } from '../../common/runtime/ask-all.ts';
import { createDeferred } from '../../common/runtime/deferred.ts';
import { unlessAborted } from '../../common/runtime/unless-aborted.ts';
import { hostIdOf } from '../../common/tracker-api/host-id.ts';
import { LIMITS } from '../../common/tracker-api/limits.ts';
import type { PublicationUpload, Withdrawal } from '../../common/tracker-api/publication.ts';
import { publishableText } from '../../common/tracker-api/publishable.ts';
import type { Abortable, TrackerContact } from '../operations/operations.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Holding } from './holding.ts';
import { Line } from './line.ts';
import { type PublishReceipt, publishTo, withdrawFrom } from './publishing.ts';
import { TorrentTrackers } from './torrent-trackers.ts';

export type { Holding } from './holding.ts';
export type { PublishReceipt } from './publishing.ts';

/** Who announces what to whom. */
export interface AnnouncerOptions {
  /** base URLs or announce URLs */
  readonly trackers: readonly string[];
  /** the host's secret, of which its public id is a digest */
  readonly secret: string;
  /** `ip:port` at which others reach this host, best first */
  readonly addresses: readonly string[];
  /** where it accepts connections on the address a tracker sees; 0: only on `addresses` */
  readonly port: number;
  /** program and version, for people */
  readonly client: string;
  /** all that is held at this moment; asked at every heartbeat */
  holdings(): readonly Holding[];
  /** 20 bytes, for trackers that speak BEP 3 only; derived from the host's id when absent */
  readonly peerId?: Uint8Array;
  /** a tracker does not know these documents, which this host holds: publish them there again */
  onUnknown?(tracker: string, infoHashes: readonly InfoHash[]): void;
  /** ms for one request; the default suits the internet */
  readonly timeoutMs?: number;
  /** for tests */
  readonly clock?: Clock;
}

/** Keeps trackers told of what this host holds, from creation until `goodbye` or disposal. */
export interface Announcer extends AsyncDisposable {
  readonly hostId: string;
  /** something held has changed: tells the trackers soon, not at the next interval */
  changed(): void;
  /**
   * Tells every tracker what is held now; resolves with the URLs of those that acknowledged. Once one has, the others
   * have a short time more: a tracker that hangs is told again in its turn.
   */
  flush(options: Abortable): Promise<readonly string[]>;
  /** resolves when every tracker has answered, or failed to, once */
  asked(options: Abortable): Promise<void>;
  contacts(): readonly TrackerContact[];
  /** @throws {CodedError} ERR_TRACKER_UNREACHABLE; or why the trackers refused it */
  publish(upload: PublicationUpload, options: Abortable): Promise<PublishReceipt>;
  /**
   * @returns URLs of the trackers that took it back
   * @throws {CodedError} ERR_TRACKER_UNREACHABLE; or why the trackers refused it
   */
  withdraw(withdrawal: Withdrawal, options: Abortable): Promise<readonly string[]>;
  /** the host leaves: takes its name off every tracker, within a short time, and stops; never throws */
  goodbye(): Promise<void>;
}

/** ms; a tracker on the same continent answers in a tenth of a second */
const TIMEOUT_MS = 8_000;
/** ms to wait for the other trackers after one has acknowledged, as in `peer/search` */
const GRACE_MS = 1_500;
/** ms from the first news to the heartbeat that tells it: what happens together is told together */
const GATHER_MS = 300;

/**
 * Starts telling `options.trackers`; the first heartbeat goes out at once.
 *
 * @throws {CodedError} ERR_TRACKER_URL
 */
export function createAnnouncer(options: AnnouncerOptions): Announcer {
  return new TrackerAnnouncer(options);
}

class TrackerAnnouncer implements Announcer {
  readonly hostId: string;
  readonly #lines: readonly Line[];
  readonly #torrentTrackers: TorrentTrackers;
  #gathering: NodeJS.Timeout | undefined;

  constructor(options: AnnouncerOptions) {
    const { secret, addresses, port, client, clock = systemClock, timeoutMs = TIMEOUT_MS } = options;
    this.hostId = hostIdOf(secret);
    const speaker = {
      hostId: this.hostId,
      secret,
      peerId: options.peerId ?? Buffer.from(`-PS0100-${this.hostId.slice(0, 12)}`, 'latin1'),
      addresses: addresses.slice(0, LIMITS.addressesPerHost),
      port,
      client: publishableText(client, LIMITS.clientBytes),
      holdings: () => options.holdings(),
      onUnknown: (tracker: string, infoHashes: readonly InfoHash[]) =>
        options.onUnknown?.(tracker, infoHashes),
    };
    this.#lines = clientsOf(options.trackers, timeoutMs).map((tracker) => {
      const holdings = (): readonly Holding[] => heardBy(tracker.announceUrl, speaker.holdings());
      return new Line(tracker, { ...speaker, holdings }, clock);
    });
    const except = new Set(this.#lines.map(({ client: { announceUrl } }) => announceUrl));
    this.#torrentTrackers = new TorrentTrackers({ speaker, except, timeoutMs, clock });
  }

  changed(): void {
    this.#gathering ??= setTimeout(() => {
      this.#gathering = undefined;
      for (const line of this.#lines) line.wake();
      this.#torrentTrackers.wake();
    }, GATHER_MS).unref();
  }

  async flush({ signal }: Abortable): Promise<readonly string[]> {
    signal.throwIfAborted();
    const heard = new Set<string>();
    const grace = createDeferred<void>();
    let timer: NodeJS.Timeout | undefined;
    const told = this.#lines.map(async (line) => {
      if (!(await line.tellNow())) return;
      heard.add(line.client.url);
      timer ??= setTimeout(() => grace.resolve(), GRACE_MS);
    });
    try {
      await unlessAborted(Promise.race([Promise.all(told), grace.promise]), signal);
    } finally {
      clearTimeout(timer);
    }
    return this.#lines.map(({ client }) => client.url).filter((url) => heard.has(url));
  }

  async asked({ signal }: Abortable): Promise<void> {
    await unlessAborted(Promise.all(this.#lines.map((line) => line.asked)), signal);
  }

  contacts(): readonly TrackerContact[] {
    return this.#lines.map(({ client, state }) => {
      if (state.name === 'good') return { url: client.url, ok: true, message: '', lastContactMs: state.at };
      if (state.name === 'new') return { url: client.url, ok: false, message: '' };
      const { message, lastGoodAt } = state;
      return {
        url: client.url,
        ok: false,
        message,
        ...(lastGoodAt !== undefined && { lastContactMs: lastGoodAt }),
      };
    });
  }

  async publish(upload: PublicationUpload, { signal }: Abortable): Promise<PublishReceipt> {
    const receipt = await publishTo(
      this.#lines.map(({ client }) => client),
      upload,
      signal,
    );
    // a tracker that did not know the document has not put down that this host holds it
    for (const line of this.#lines) line.repeat(receipt.publication.infoHash);
    return receipt;
  }

  withdraw(withdrawal: Withdrawal, { signal }: Abortable): Promise<readonly string[]> {
    return withdrawFrom(
      this.#lines.map(({ client }) => client),
      withdrawal,
      signal,
    );
  }

  async goodbye(): Promise<void> {
    clearTimeout(this.#gathering);
    await Promise.all([this.#torrentTrackers.goodbye(), ...this.#lines.map((line) => line.close())]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.goodbye();
  }
}

/** Those of `holdings` that the tracker may hear of. @see BEP 27 */
function heardBy(announceUrl: string, holdings: readonly Holding[]): readonly Holding[] {
  return holdings.filter(({ privateTo }) => privateTo === undefined || privateTo.includes(announceUrl));
}
