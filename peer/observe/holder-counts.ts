import type { InfoHash } from '../../common/ids.ts';
import { clientsOf } from '../../common/runtime/ask-all.ts';
import { pause } from '../../common/runtime/pause.ts';
import type { TrackerClient } from '../../common/runtime/tracker-client.ts';
import { MAX_SCRAPED } from '../../common/tracker-api/scrape.ts';

/** ms for one request, its answer included */
const TIMEOUT_MS = 8_000;
/** How often it is looked whether somebody is to be asked for, ms. */
const LOOK_MS = 2_000;
/** A count older than this is asked for again, ms; longer where there are many, to stay below two requests a second. */
const FRESH_MS = 60_000;
const FRESH_MS_PER_DOCUMENT = 30;

/** How many hold each of the node's documents, by the trackers' scrapes; asked only while `follow` runs. */
export class HolderCounts {
  readonly #clients: readonly TrackerClient[];
  readonly #counts = new Map<InfoHash, { count: number; readonly askedAt: number }>();

  constructor(trackers: readonly string[]) {
    this.#clients = clientsOf(trackers, TIMEOUT_MS);
  }

  /** as the tracker that knows most says; 0 while unknown */
  of(infoHash: InfoHash): number {
    return this.#counts.get(infoHash)?.count ?? 0;
  }

  /** Keeps the counts of what `wanted` gives fresh until `signal` aborts. Never throws. */
  async follow(wanted: () => readonly InfoHash[], signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const all = wanted();
      this.#forgetOthers(all);
      const freshMs = Math.max(FRESH_MS, all.length * FRESH_MS_PER_DOCUMENT);
      const stale = all.filter((infoHash) => this.#age(infoHash) > freshMs);
      for (let at = 0; at < stale.length && !signal.aborted; at += MAX_SCRAPED) {
        await this.#ask(stale.slice(at, at + MAX_SCRAPED), signal);
      }
      await pause(LOOK_MS, signal, { unref: true });
    }
  }

  async #ask(infoHashes: readonly InfoHash[], signal: AbortSignal): Promise<void> {
    const answers = await Promise.all(
      // a tracker that does not answer says nothing of anybody
      this.#clients.map((client) => client.scrape(infoHashes, signal).catch(() => undefined)),
    );
    const heard = answers.filter((answer) => answer !== undefined);
    const askedAt = performance.now();
    for (const infoHash of infoHashes) {
      const counts = heard.flatMap((answer) => answer.get(infoHash) ?? []);
      const count = counts.length > 0 ? Math.max(...counts) : heard.length > 0 ? 0 : this.of(infoHash);
      this.#counts.set(infoHash, { count, askedAt });
    }
  }

  #age(infoHash: InfoHash): number {
    const askedAt = this.#counts.get(infoHash)?.askedAt ?? Number.NEGATIVE_INFINITY;
    return performance.now() - askedAt;
  }

  #forgetOthers(all: readonly InfoHash[]): void {
    if (this.#counts.size <= all.length) return;
    const kept = new Set(all);
    for (const infoHash of this.#counts.keys()) if (!kept.has(infoHash)) this.#counts.delete(infoHash);
  }
}
