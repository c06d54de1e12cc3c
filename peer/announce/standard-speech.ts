import type { InfoHash } from '../../common/ids.ts';
import type { TrackerClient } from '../../common/runtime/tracker-client.ts';
import type { PlainAnnounce } from '../../common/tracker-api/plain-announce.ts';
import type { Clock } from './clock.ts';
import type { Holding } from './holding.ts';
import type { Speaker, Speech } from './speech.ts';

/** ms after which new holdings are looked for, though nobody said that something changed */
const LOOK_MS = 10_000;

interface Announced {
  readonly size: number;
  complete: boolean;
  /** ms since 1970 */
  dueAt: number;
}

/** Announces document by document, for trackers that speak BEP 3 only. */
export class StandardSpeech implements Speech {
  readonly #client: TrackerClient;
  readonly #speaker: Speaker;
  readonly #clock: Clock;
  readonly #announced = new Map<InfoHash, Announced>();

  constructor(client: TrackerClient, speaker: Speaker, clock: Clock) {
    this.#client = client;
    this.#speaker = speaker;
    this.#clock = clock;
  }

  /** One document after the other: a tracker of strangers is not to be flooded. A refusal of one is not the end. */
  async tell(signal: AbortSignal): Promise<number> {
    const holdings = this.#speaker.holdings();
    const held = new Set(holdings.map(({ infoHash }) => infoHash));
    for (const [infoHash, { size }] of this.#announced) {
      if (!held.has(infoHash)) await this.#stop(infoHash, size, signal);
    }
    for (const holding of holdings) await this.#announceIfDue(holding, signal);
    return LOOK_MS;
  }

  repeat(infoHash: InfoHash): void {
    this.#announced.delete(infoHash);
  }

  async goodbye(signal: AbortSignal): Promise<void> {
    for (const [infoHash, { size }] of this.#announced) await this.#stop(infoHash, size, signal);
  }

  async #announceIfDue(holding: Holding, signal: AbortSignal): Promise<void> {
    const { infoHash, size, complete } = holding;
    const known = this.#announced.get(infoHash);
    const becameComplete = known !== undefined && complete && !known.complete;
    if (known !== undefined && !becameComplete && this.#clock.now() < known.dueAt) return;
    const event = known === undefined ? 'started' : becameComplete ? 'completed' : undefined;
    const left = complete ? 0 : Math.max(1, Math.round(size * (1 - holding.heldPercent / 100)));
    const { intervalMs } = await this.#client.announce(this.#announce(infoHash, left, event), signal);
    this.#announced.set(infoHash, { size, complete, dueAt: this.#clock.now() + intervalMs });
  }

  async #stop(infoHash: InfoHash, size: number, signal: AbortSignal): Promise<void> {
    this.#announced.delete(infoHash);
    await this.#client.announce(this.#announce(infoHash, size, 'stopped'), signal);
  }

  #announce(infoHash: InfoHash, left: number, event: PlainAnnounce['event']): PlainAnnounce {
    const { peerId, port } = this.#speaker;
    // who holds and who fetches comes from `peer/search`; these announces only tell
    return { infoHash, peerId, port, left, uploaded: 0, downloaded: 0, wanted: 0, ...(event && { event }) };
  }
}
