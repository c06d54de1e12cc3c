import { codeOf, messageOf } from '../../common/errors.ts';
import { pause } from '../../common/runtime/pause.ts';
import type { TrackerClient } from '../../common/runtime/tracker-client.ts';
import type { Change } from '../../common/tracker-api/change.ts';
import { LIMITS } from '../../common/tracker-api/limits.ts';
import type { DocumentSummary } from '../../common/tracker-api/publication.ts';

/** How often the change log is asked for, ms: news is on the screen while people still look for it. */
const POLL_MS = 2_000;
/** How long after a failure the tracker is asked again at the latest, ms; and one that has no change log. */
const MAX_RETRY_MS = 8_000;
const NATIVE_RETRY_MS = 300_000;
/** Most documents that are asked for one by one after a page of changes; for more the list is read anew. */
const MAX_SINGLE = 20;
/** Pages of the change log read in a row: two million entries. Who has more would lead on for ever. */
const MAX_PAGES = 2_000;
/** The list is read anew no sooner after the last time, ms; longer for long lists, to cost below 1 % of a core. */
const RELIST_MS = 10_000;
const RELIST_MS_PER_DOCUMENT = 3;
/** Standard clients come and go without an entry in the log, so the list is read anew now and then, ms. */
const REFRESH_MS = 60_000;
const REFRESH_MS_PER_DOCUMENT = 30;
/** Documents listed at most, as in a search: beyond them people search. */
const MAX_LISTED = 100_000;

/** A tracker's client, as this needs it. */
type ListClient = Pick<TrackerClient, 'changes' | 'list' | 'named'>;

/** Who hears of a tracker's documents. */
export interface TrackerListEvents {
  put(document: DocumentSummary): void;
  drop(sha256: string): void;
  /** it has told all there is, or failed to: `trouble` is why, or empty; `foreign`: it is a tracker without a list */
  state(trouble: string, foreign: boolean): void;
}

/** What one tracker has published, kept current by its change log. */
export class TrackerList {
  readonly #client: ListClient;
  readonly #events: TrackerListEvents;
  readonly #now: () => number;
  readonly #documents = new Map<string, DocumentSummary>();
  readonly #byInfoHash = new Map<string, string>();
  /** of the change log; `undefined` before the list was read */
  #cursor: string | undefined;
  #listedAt = 0;
  /** something has changed that only the list tells */
  #stale = true;

  /** @param now ms on a clock that does not go back */
  constructor(client: ListClient, events: TrackerListEvents, now: () => number) {
    this.#client = client;
    this.#events = events;
    this.#now = now;
  }

  get(sha256: string): DocumentSummary | undefined {
    return this.#documents.get(sha256);
  }

  /** Follows the tracker until `signal` aborts; one that does not answer is asked again. Never throws. */
  async follow(signal: AbortSignal): Promise<void> {
    for (let wait = POLL_MS; !signal.aborted; await pause(wait, signal, { unref: true })) {
      try {
        await this.#catchUp(signal);
        this.#events.state('', false);
        wait = POLL_MS;
      } catch (error) {
        if (signal.aborted) return;
        wait = this.#failed(error, wait);
      }
    }
  }

  /** @returns ms until the next attempt */
  #failed(error: unknown, waited: number): number {
    const code = codeOf(error);
    if (code === 'ERR_TRACKER_CURSOR') {
      this.#forgetPlace();
      return 0;
    }
    const foreign = code === 'ERR_TRACKER_NOT_NATIVE';
    this.#events.state(messageOf(error), foreign);
    return foreign ? NATIVE_RETRY_MS : Math.min(MAX_RETRY_MS, Math.max(POLL_MS, 2 * waited));
  }

  /** It is another tracker now, or has lost its log. */
  #forgetPlace(): void {
    this.#cursor = undefined;
    this.#stale = true;
    this.#listedAt = 0;
  }

  /** Reads the list when that is due, and what the log has since. */
  async #catchUp(signal: AbortSignal): Promise<void> {
    if (this.#cursor === undefined) this.#cursor = await this.#endOfLog(signal);
    const age = this.#listedAt === 0 ? Number.POSITIVE_INFINITY : this.#now() - this.#listedAt;
    const count = this.#documents.size;
    const due = this.#stale
      ? Math.max(RELIST_MS, count * RELIST_MS_PER_DOCUMENT)
      : Math.max(REFRESH_MS, count * REFRESH_MS_PER_DOCUMENT);
    if (age >= due) await this.#readList(signal);
    for (let pages = 0; pages < MAX_PAGES; pages++) if (!(await this.#readChanges(signal))) break;
  }

  /** The place in the log from which on there is news: read before the list, so that nothing falls between them. */
  async #endOfLog(signal: AbortSignal): Promise<string> {
    let page = await this.#client.changes('', LIMITS.pageLength, signal);
    for (let pages = 1; page.more && pages < MAX_PAGES; pages++) {
      page = await this.#client.changes(page.cursor, LIMITS.pageLength, signal);
    }
    return page.cursor;
  }

  async #readList(signal: AbortSignal): Promise<void> {
    const listed = new Set<string>();
    for (let after: string | undefined = ''; after !== undefined; ) {
      const page = await this.#client.list(after, LIMITS.pageLength, signal);
      for (const document of page.documents) {
        listed.add(document.sha256);
        this.#put(document);
      }
      // a page without documents that names a next one would lead on for ever
      after = page.documents.length > 0 && listed.size < MAX_LISTED ? page.next : undefined;
    }
    for (const sha256 of [...this.#documents.keys()]) if (!listed.has(sha256)) this.#drop(sha256);
    this.#listedAt = this.#now();
    this.#stale = false;
  }

  /** @returns whether there is more */
  async #readChanges(signal: AbortSignal): Promise<boolean> {
    const page = await this.#client.changes(this.#cursor ?? '', LIMITS.pageLength, signal);
    const touched = this.#touchedBy(page.changes);
    if (page.missed || touched.size > MAX_SINGLE) this.#stale = true;
    else await Promise.all([...touched].map(([sha256, name]) => this.#readOne(sha256, name, signal)));
    this.#cursor = page.cursor;
    return page.more && page.changes.length > 0;
  }

  /** The documents that changes are about, with their newest names. What nobody has listed is left out. */
  #touchedBy(changes: readonly Change[]): Map<string, string> {
    const touched = new Map<string, string>();
    for (const change of changes) {
      if ('sha256' in change) touched.set(change.sha256, change.name);
      else if ('infoHash' in change) {
        const sha256 = this.#byInfoHash.get(change.infoHash);
        const name = sha256 === undefined ? undefined : this.#documents.get(sha256)?.name;
        if (sha256 !== undefined && name !== undefined && !touched.has(sha256)) touched.set(sha256, name);
      }
    }
    return touched;
  }

  /** Asks for the one document. A list by name says just what the long list does, and is short. */
  async #readOne(sha256: string, name: string, signal: AbortSignal): Promise<void> {
    const { documents } = await this.#client.named(name, signal);
    const found = documents.find((document) => document.sha256 === sha256);
    if (found !== undefined) this.#put(found);
    else if (documents.length >= NAMED_AT_MOST) this.#stale = true;
    else this.#drop(sha256);
  }

  #put(document: DocumentSummary): void {
    this.#documents.set(document.sha256, document);
    this.#byInfoHash.set(document.infoHash, document.sha256);
    this.#events.put(document);
  }

  #drop(sha256: string): void {
    const document = this.#documents.get(sha256);
    if (document === undefined) return;
    this.#documents.delete(sha256);
    this.#byInfoHash.delete(document.infoHash);
    this.#events.drop(sha256);
  }
}

/** A tracker names so many of one name when it is not told how many it may. */
const NAMED_AT_MOST = 100;
