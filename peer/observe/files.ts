import { type InfoHash, parseInfoHash } from '../../common/ids.ts';
import type { Log } from '../../common/runtime/log.ts';
import { pause } from '../../common/runtime/pause.ts';
import { sameValue } from '../../common/same-value.ts';
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
      void counts.follow(() => [...rows.keys()].map(parseInfoHash), signal);
    },
    ({ changed, removed, complete }) => ({ part: 'files', changed, removed, complete }),
  );
}

/** What of a row changes all the time. */
type Live = Pick<FileRow, 'holders' | 'upRate' | 'downRate' | 'ratio'>;

class Files {
  readonly #parts: FilesParts;
  readonly #counts: HolderCounts;
  readonly #rows: Rows<FileRow>;
  readonly #states: FileStates;
  /** what the row of a whole document was made from: where none of it has changed, the row has not */
  readonly #seen = new Map<InfoHash, readonly [LibraryDocument, SharedDocument['state'], Live]>();
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
      this.#tick();
      this.#rows.settle();
      if (performance.now() > this.#lookDueAt) void this.#look(signal);
      await pause(TICK_MS, signal, { unref: true });
    }
  }

  #tick(): void {
    const present = new Set<InfoHash>();
    this.#tellDownloads(present);
    for (const document of this.#parts.library.documents()) this.#tellWhole(document, present);
    for (const [infoHash, row] of this.#unfinished) {
      if (present.has(infoHash)) this.#unfinished.delete(infoHash);
      else this.#put({ ...row, ...this.#live(infoHash, row.size, row.uploadedBytes) }, infoHash, present);
    }
    this.#rows.keep(present);
  }

  #tellDownloads(present: Set<InfoHash>): void {
    const downloads = this.#parts.shelf.downloads();
    for (const content of this.#downloads) if (!downloads.includes(content)) this.#hasEnded(content);
    this.#downloads = downloads;
    for (const content of downloads) {
      const { infoHash } = content.description.info;
      const uploadedBytes = this.#parts.traffic.find(infoHash)?.up.total ?? 0;
      const shared = { ...sharedDownload(content), uploadedBytes };
      const live = this.#live(infoHash, shared.size, uploadedBytes);
      this.#put({ ...shared, ...live, pagesHeld: content.heldPages }, infoHash, present);
    }
  }

  /** A download runs no more: until the disk is looked at, it is where it was. */
  #hasEnded({ description: { info } }: Content): void {
    const row = this.#rows.get(info.infoHash);
    if (row !== undefined) this.#unfinished.set(info.infoHash, { ...row, state: 'partial' });
    this.#lookDueAt = 0;
  }

  #tellWhole(document: LibraryDocument, present: Set<InfoHash>): void {
    const { infoHash, size, uploadedBytes } = document;
    if (present.has(infoHash)) return; // its file was lost, and it is fetched again
    present.add(infoHash);
    const state = this.#states.of(document);
    const live = this.#live(infoHash, size, uploadedBytes);
    const [seenDocument, seenState, seenLive] = this.#seen.get(infoHash) ?? [];
    if (seenDocument === document && seenState === state && sameValue(seenLive, live)) return;
    this.#seen.set(infoHash, [document, state, live]);
    this.#rows.put(infoHash, { ...sharedWhole(document, state), ...live, pagesHeld: document.pages });
  }

  #put(row: FileRow, infoHash: InfoHash, present: Set<InfoHash>): void {
    present.add(infoHash);
    this.#seen.delete(infoHash);
    this.#rows.put(infoHash, row);
  }

  #live(infoHash: InfoHash, size: number, uploadedBytes: number): Live {
    const traffic = this.#parts.traffic.find(infoHash);
    const now = performance.now();
    return {
      holders: this.#parts.holdersOf(infoHash) ?? this.#counts.of(infoHash),
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
    for (const infoHash of this.#seen.keys())
      if (this.#rows.get(infoHash) === undefined) this.#seen.delete(infoHash);
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
      const live = this.#live(infoHash, shared.size, uploadedBytes);
      found.set(infoHash, { ...shared, ...known, ...live, uploadedBytes, pagesHeld });
    }
    this.#unfinished = found;
  }
}
