import { codeOf, messageOf } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import { aborted } from '../../common/runtime/aborted.ts';
import type { TrackerClient } from '../../common/runtime/tracker-client.ts';
import type { Clock } from './clock.ts';
import { NativeSpeech } from './native-speech.ts';
import type { Speaker, Speech } from './speech.ts';
import { StandardSpeech } from './standard-speech.ts';

/** ms to the first attempt after a failure; doubled with each */
const FIRST_RETRY_MS = 1_000;
/** a tracker that is back hears of this host within a heartbeat's time or three */
const MAX_RETRY_MS = 30_000;
/** ms after which a tracker that had no native API is asked for it again: it may have been updated */
const NATIVE_RETRY_MS = 300_000;
/** ms between two heartbeats that somebody waits for: of 500 small documents a dozen become whole meanwhile */
const SPACE_MS = 50;
/** ms for the last words */
const GOODBYE_MS = 2_000;

/** How it stands with a tracker. */
export type LineState =
  | { readonly name: 'new' }
  | { readonly name: 'good'; readonly at: number }
  | {
      readonly name: 'failing';
      readonly message: string;
      readonly failures: number;
      readonly lastGoodAt?: number;
    };

/** The line to one tracker: speaks when it is time or when there is news, falls back to BEP 3, heals by itself. */
export class Line {
  readonly client: TrackerClient;
  /** resolves when the tracker has answered, or failed to, for the first time */
  readonly asked: Promise<unknown>;
  readonly #speaker: Speaker;
  readonly #clock: Clock;
  readonly #ending = new AbortController();
  #speech: Speech;
  #nativeDueAt = Number.POSITIVE_INFINITY;
  #state: LineState = { name: 'new' };
  #turn: Promise<unknown> = Promise.resolve();
  /** the first turn that has not begun, if somebody waits for it */
  #next: Promise<unknown> | undefined;
  #spokeAt = Number.NEGATIVE_INFINITY;
  #waking = new AbortController();

  constructor(client: TrackerClient, speaker: Speaker, clock: Clock) {
    this.client = client;
    this.#speaker = speaker;
    this.#clock = clock;
    this.#speech = new NativeSpeech(client, speaker, clock);
    void this.#run();
    this.asked = this.#turn;
  }

  get state(): LineState {
    return this.#state;
  }

  /** There is news. A tracker that does not answer hears of it when its next attempt is due. */
  wake(): void {
    if (this.#state.name !== 'failing') this.#waking.abort();
  }

  /** Tells `infoHash` anew: the tracker did not know it before. */
  repeat(infoHash: InfoHash): void {
    this.#speech.repeat(infoHash);
    this.wake();
  }

  /** Speaks now, after what is being said: once for all who ask meanwhile. Whether it was heard. */
  async tellNow(): Promise<boolean> {
    this.#next ??= this.#soon();
    await this.#next;
    return this.#state.name === 'good';
  }

  /** At once, unless it has spoken just now: then those who come within a moment are spoken for, too. */
  async #soon(): Promise<void> {
    const wait = this.#spokeAt + SPACE_MS - this.#clock.now();
    if (wait > 0) await this.#clock.wait(wait, this.#ending.signal);
    await this.#inTurn();
  }

  /** Says goodbye and is silent from then on. A tracker that did not answer before is not waited for. */
  async close(): Promise<void> {
    if (this.#ending.signal.aborted) return;
    const heard = this.#state.name === 'good';
    const lastWords = AbortSignal.timeout(GOODBYE_MS);
    // a heartbeat under way could arrive after the goodbye and undo it
    if (heard) await Promise.race([this.#turn, aborted(lastWords)]);
    this.#ending.abort(new Error('the announcer has stopped'));
    this.#waking.abort();
    if (heard) await this.#speech.goodbye(lastWords).catch(() => undefined); // it expires there by itself
  }

  async #run(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      this.#waking = new AbortController(); // news that comes while we speak ends the wait after it
      const { signal } = this.#waking;
      await this.#clock.wait(await this.#inTurn(), signal);
    }
  }

  /** One at a time: two heartbeats at once could overtake each other. */
  #inTurn(): Promise<number> {
    const turn = this.#turn.then(() => {
      this.#next = undefined; // what is news from now on is said the next time
      this.#spokeAt = this.#clock.now();
      return this.#tell();
    });
    this.#turn = turn;
    return turn;
  }

  /** Tells, whatever comes of it. @returns ms until the next time */
  async #tell(): Promise<number> {
    const { signal } = this.#ending;
    if (signal.aborted) return 0;
    try {
      if (this.#clock.now() >= this.#nativeDueAt) this.#speakNatively();
      const ms = await this.#tellOrFallBack(signal);
      this.#state = { name: 'good', at: this.#clock.now() };
      return ms;
    } catch (error) {
      this.#state = failed(this.#state, messageOf(error));
      return Math.min(FIRST_RETRY_MS * 2 ** (this.#state.failures - 1), MAX_RETRY_MS);
    }
  }

  async #tellOrFallBack(signal: AbortSignal): Promise<number> {
    try {
      return await this.#speech.tell(signal);
    } catch (error) {
      if (codeOf(error) !== 'ERR_TRACKER_NOT_NATIVE') throw error;
      this.#speech = new StandardSpeech(this.client, this.#speaker, this.#clock);
      this.#nativeDueAt = this.#clock.now() + NATIVE_RETRY_MS;
      return this.#speech.tell(signal);
    }
  }

  #speakNatively(): void {
    this.#nativeDueAt = Number.POSITIVE_INFINITY;
    this.#speech = new NativeSpeech(this.client, this.#speaker, this.#clock);
  }
}

function failed(before: LineState, message: string): Extract<LineState, { name: 'failing' }> {
  const failures = before.name === 'failing' ? before.failures + 1 : 1;
  const lastGoodAt =
    before.name === 'good' ? before.at : before.name === 'failing' ? before.lastGoodAt : undefined;
  return { name: 'failing', message, failures, ...(lastGoodAt !== undefined && { lastGoodAt }) };
}
