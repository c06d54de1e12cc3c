import { type InfoHash, parseInfoHash } from '../../common/ids.ts';
import type { Log } from '../../common/runtime/log.ts';
import { pause } from '../../common/runtime/pause.ts';
import type { Content, Shelf } from '../content/content.ts';
import type { Library, LibraryDocument } from '../library/library.ts';
import type { FileRow, SharedDocument } from '../operations/operations.ts';
import type { TrafficBook } from '../swarm/swarm.ts';
import { FileStates } from './file-states.ts';
import { HolderCounts } from './holder-counts.ts';
import { TablePart } from './part.ts';
import type { Rows } from './rows.ts';
import { sharedDownload, sharedUnfinished, sharedWhole } from './shared-document.ts';

/** What the files of a node are told from. */
export interface FilesParts {
  readonly library: Library;
  readonly shelf: Shelf;
  /** whether the node offers a document at this moment */
  serves(infoHash: InfoHash): boolean;
  /** whether a document is read again at this moment */
  checks(infoHash: InfoHash): boolean;
  readonly traffic: TrafficBook;
  readonly trackers: readonly string[];
  /** as the trackers' lists say, where they are watched */
  holdersOf(infoHash: InfoHash): number | undefined;
  readonly log: Log;
}

/** How often rows are made anew from what is in memory, ms. */
const TICK_MS = 500;
/** How often the files themselves are looked at, ms; less often where there are many, to cost below 0.1 % of a core. */
const LOOK_MS = 30_000;
const LOOK_MS_PER_DOCUMENT = 30;

/** The documents of the node, and how they go. */
export function filesPart(parts: FilesParts): TablePart<FileRow> {
  const counts = new HolderCounts(parts.trackers);
  return new TablePart<FileRow>(
    250,
    (rows, signal) => {
      void new Files(parts, counts, rows).follow(signal);
      const unlisted = (infoHash: InfoHash): boolean => parts.holdersOf(infoHash) === undefined;
      void counts.follow(() => [...rows.keys()].map(parseInfoHash).filter(unlisted), signal);
    },
    ({ changed, removed, complete }) => ({ part: 'files', changed, removed, complete }),
  );
}

/** What of a row changes all the time. */
type Live = Pick<FileRow, 'holders' | 'upRate' | 'downRate' | 'ratio'>;

/** What the row of a document was last made from: where none of it has changed, the row has not. */
interface Seen {
  /** the last round in which the document was there */
  round: number;
  document: LibraryDocument | undefined;
  state: SharedDocument['state'] | undefined;
  holders: number;
  upRate: number;
  downRate: number;
}

class Files {
  readonly #parts: FilesParts;
  readonly #counts: HolderCounts;
  readonly #rows: Rows<FileRow>;
  readonly #states: FileStates;
  readonly #seen = new Map<InfoHash, Seen>();
  #round = 0;
  #downloads: readonly Content[] = [];
  /** downloads that were begun and do not run */
  #unfinished = new Map<InfoHash, FileRow>();
  #looking = false;
  #lookDueAt = 0;

  constructor(parts: FilesParts, counts: HolderCounts, rows: Rows<FileRow>) {
    this.#parts = parts;
    this.#counts = counts;
    this.#rows = rows;
    this.#states = new FileStates(parts.library, (infoHash) => parts.serves(infoHash));
  }

  /** Keeps the rows current until `signal` aborts. Never throws. */
  async follow(signal: AbortSignal): Promise<void> {
    await this.#look(signal);
    while (!signal.aborted) {
      this.#tick(performance.now());
      this.#rows.settle();
      if (performance.now() > this.#lookDueAt) void this.#look(signal);
      await pause(TICK_MS, signal, { unref: true });
    }
  }

  #tick(now: number): void {
    this.#round++;
    this.#tellDownloads(now);
    for (const document of this.#parts.library.documents()) this.#tellWhole(document, now);
    for (const [infoHash, row] of this.#unfinished) {
      if (this.#seen.get(infoHash)?.round === this.#round) this.#unfinished.delete(infoHash);
      else this.#tellOther({ ...row, ...this.#live(infoHash, row.size, row.uploadedBytes, now) }, infoHash);
    }
    for (const [infoHash, { round }] of this.#seen) {
      if (round === this.#round) continue;
      this.#seen.delete(infoHash);
      this.#rows.drop(infoHash);
    }
  }

  #tellDownloads(now: number): void {
    const downloads = this.#parts.shelf.downloads();
    for (const content of this.#downloads) if (!downloads.includes(content)) this.#hasEnded(content);
    this.#downloads = downloads;
    for (const content of downloads) {
      const { infoHash } = content.description.info;
      const uploadedBytes = this.#parts.traffic.find(infoHash)?.up.total ?? 0;
      const shared = { ...sharedDownload(content), uploadedBytes };
      const live = this.#live(infoHash, shared.size, uploadedBytes, now);
      this.#tellOther({ ...shared, ...live, pagesHeld: content.heldPages }, infoHash);
    }
  }

  /** A download runs no more: until the disk is looked at, it is where it was. */
  #hasEnded({ description: { info } }: Content): void {
    const row = this.#rows.get(info.infoHash);
    if (row !== undefined) this.#unfinished.set(info.infoHash, { ...row, state: 'partial' });
    this.#lookDueAt = 0;
  }

  /** A whole document. Of thousands hardly any has changed, so this makes nothing anew before it must. */
  #tellWhole(document: LibraryDocument, now: number): void {
    const { infoHash, size, uploadedBytes } = document;
    const seen = this.#seenOf(infoHash);
    if (seen.round === this.#round) return; // its file was lost, and it is fetched again
    seen.round = this.#round;
    const state = this.#parts.checks(infoHash) ? 'checking' : this.#states.of(document);
    const holders = this.#holdersOf(infoHash);
    const traffic = this.#parts.traffic.find(infoHash);
    const upRate = traffic?.up.perSecond(now) ?? 0;
    const downRate = traffic?.down.perSecond(now) ?? 0;
    const same = seen.document === document && seen.state === state && seen.holders === holders;
    if (same && seen.upRate === upRate && seen.downRate === downRate) return;
    Object.assign(seen, { document, state, holders, upRate, downRate });
    const live = this.#live(infoHash, size, uploadedBytes, now);
    this.#rows.put(infoHash, { ...sharedWhole(document, state), ...live, pagesHeld: document.pages });
  }

  #tellOther(row: FileRow, infoHash: InfoHash): void {
    const seen = this.#seenOf(infoHash);
    seen.round = this.#round;
    seen.document = undefined;
    this.#rows.put(infoHash, row);
  }

  #seenOf(infoHash: InfoHash): Seen {
    const known = this.#seen.get(infoHash);
    if (known !== undefined) return known;
    const fresh = { round: 0, document: undefined, state: undefined, holders: 0, upRate: 0, downRate: 0 };
    this.#seen.set(infoHash, fresh);
    return fresh;
  }

  #holdersOf(infoHash: InfoHash): number {
    return this.#parts.holdersOf(infoHash) ?? this.#counts.of(infoHash);
  }

  #live(infoHash: InfoHash, size: number, uploadedBytes: number, now: number): Live {
    const traffic = this.#parts.traffic.find(infoHash);
    return {
      holders: this.#holdersOf(infoHash),
      upRate: traffic?.up.perSecond(now) ?? 0,
      downRate: traffic?.down.perSecond(now) ?? 0,
      ratio: Math.round((1000 * uploadedBytes) / Math.max(1, size)) / 1000,
    };
  }

  /** Looks at the disk: the files of whole documents, and what was begun. */
  async #look(signal: AbortSignal): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    const documents = this.#parts.library.documents();
    this.#lookDueAt = performance.now() + Math.max(LOOK_MS, documents.length * LOOK_MS_PER_DOCUMENT);
    await this.#states.look(documents, signal);
    await this.#lookAtUnfinished();
    this.#looking = false;
  }

  async #lookAtUnfinished(): Promise<void> {
    const { library, log } = this.#parts;
    const infoHashes = await library.partials().catch(() => []);
    const found = new Map<InfoHash, FileRow>();
    for (const infoHash of infoHashes.filter((one) => library.get(one) === undefined)) {
      const shared = await sharedUnfinished(library, infoHash, log);
      if (shared === undefined) continue;
      const before = this.#unfinished.get(infoHash);
      // what a download of this run has verified is known better than what lies on the disk
      const known = before === undefined ? {} : { heldPercent: before.heldPercent };
      const pagesHeld = before?.pagesHeld ?? Math.floor((shared.pages * shared.heldPercent) / 100);
      const uploadedBytes = this.#parts.traffic.find(infoHash)?.up.total ?? 0;
      const live = this.#live(infoHash, shared.size, uploadedBytes, performance.now());
      found.set(infoHash, { ...shared, ...known, ...live, uploadedBytes, pagesHeld });
    }
    this.#unfinished = found;
  }
}
