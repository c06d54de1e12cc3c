import type { InfoHash } from '../../common/ids.ts';
import type { TrackerClient } from '../../common/runtime/tracker-client.ts';
import type { HoldingChange } from '../../common/tracker-api/heartbeat.ts';
import type { Clock } from './clock.ts';
import { nextWord } from './held-changes.ts';
import type { Speaker, Speech } from './speech.ts';

/** heartbeats in a row for what does not fit one, or when the tracker asks for everything; then the interval counts */
const MAX_IN_A_ROW = 20;

/** Heartbeats: one for all documents, with what changed; everything at first, when due, and when the tracker asks. */
export class NativeSpeech implements Speech {
  readonly #client: TrackerClient;
  readonly #speaker: Speaker;
  readonly #clock: Clock;
  #told: ReadonlyMap<InfoHash, HoldingChange> = new Map();
  #sequence = 1;
  #fullDueAt = 0;

  constructor(client: TrackerClient, speaker: Speaker, clock: Clock) {
    this.#client = client;
    this.#speaker = speaker;
    this.#clock = clock;
  }

  async tell(signal: AbortSignal): Promise<number> {
    let beat = await this.#beat(signal);
    for (let sent = 1; beat.more && sent < MAX_IN_A_ROW; sent++) beat = await this.#beat(signal);
    return beat.intervalMs;
  }

  repeat(infoHash: InfoHash): void {
    const told = new Map(this.#told);
    told.delete(infoHash);
    this.#told = told;
  }

  goodbye(signal: AbortSignal): Promise<void> {
    return this.#client.goodbye(this.#speaker.hostId, this.#speaker.secret, signal);
  }

  async #beat(signal: AbortSignal): Promise<{ more: boolean; intervalMs: number }> {
    const { hostId, secret, client, port, addresses } = this.#speaker;
    const full = this.#clock.now() >= this.#fullDueAt;
    const word = nextWord(this.#speaker.holdings(), this.#told, full);
    const heartbeat = {
      version: 1,
      client,
      port,
      addresses,
      sequence: this.#sequence,
      full,
      changes: word.changes,
    } as const;
    const answer = await this.#client.heartbeat(hostId, secret, heartbeat, signal);

    this.#told = word.told;
    this.#sequence++;
    if (full) this.#fullDueAt = this.#clock.now() + answer.fullIntervalMs;
    if (answer.wantFull) this.#fullDueAt = 0;
    if (answer.unknown.length > 0) this.#speaker.onUnknown(this.#client.url, answer.unknown);
    // a tracker that wants everything right after everything is mad: it waits
    return { more: (answer.wantFull && !full) || word.more, intervalMs: answer.intervalMs };
  }
}
