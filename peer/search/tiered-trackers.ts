import type { InfoHash } from '../../common/ids.ts';
import { TierOrder } from '../../common/metainfo/tier-order.ts';
import type { TrackerTiers } from '../../common/metainfo/tracker-tiers.ts';
import { clientsOf, noAnswer, type Unanswered } from '../../common/runtime/ask-all.ts';
import type { TrackerClient } from '../../common/runtime/tracker-client.ts';
import type { Holder } from '../../common/tracker-api/publication.ts';

/** Asks one tracker who holds something of a document. */
export type AskHolders = (
  client: TrackerClient,
  infoHash: InfoHash,
  signal: AbortSignal,
) => Promise<readonly Holder[]>;

/** The trackers that a `.torrent` brought along: one of them is asked, the next when it fails. @see BEP 12 */
export class TieredTrackers {
  readonly #clients: ReadonlyMap<string, TrackerClient>;
  readonly #order: TierOrder;
  readonly #ask: AskHolders;

  /** @param except announce URLs of trackers that are asked anyway */
  constructor(tiers: TrackerTiers, except: ReadonlySet<string>, timeoutMs: number, ask: AskHolders) {
    const clients = clientsOf(tiers.flat(), timeoutMs).filter(({ announceUrl }) => !except.has(announceUrl));
    this.#clients = new Map(clients.map((client) => [client.url, client]));
    this.#order = new TierOrder(
      tiers.map((tier) => tier.filter((url) => this.#clients.has(url))),
      Math.random,
    );
    this.#ask = ask;
  }

  get empty(): boolean {
    return this.#clients.size === 0;
  }

  /** of the one that is asked first, for messages */
  get url(): string {
    return this.#order.urls()[0] ?? '';
  }

  /** What the first of them that answers says. @throws {CodedError} ERR_TRACKER_UNREACHABLE, or why all refused it */
  async holders(infoHash: InfoHash, signal: AbortSignal): Promise<readonly Holder[]> {
    const failures: Unanswered[] = [];
    for (const url of this.#order.urls()) {
      const client = this.#clients.get(url);
      if (client === undefined) continue;
      try {
        const holders = await this.#ask(client, infoHash, signal);
        this.#order.worked(url);
        return holders;
      } catch (error) {
        signal.throwIfAborted();
        failures.push({ client, error });
      }
    }
    throw noAnswer(failures);
  }
}
