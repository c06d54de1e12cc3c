import { createHash } from 'node:crypto';
import { CodedError, codeOf } from '../../common/errors.ts';
import { type InfoHash, parseInfoHash } from '../../common/ids.ts';
import type { Layout } from '../../common/layout.ts';
import { decodeMetainfo } from '../../common/metainfo/metainfo.ts';
import { remember } from '../../common/remember.ts';
import { silentLog } from '../../common/runtime/log.ts';
import { type Content, describeDocument, type PartialContent, type Shelf } from '../content/content.ts';
import type { Fetch } from '../fetch/fetch.ts';
import type { Library, LibraryDocument } from '../library/library.ts';
import type { Abortable, PageHeat, SharedDocument } from '../operations/operations.ts';
import type { Search } from '../search/search.ts';
import { type Cells, cellsOf, evenHeat, heatOf } from './heat.ts';
import { sharedUnfinished } from './shared-document.ts';

/** What heat is told from. */
export interface HeatParts {
  readonly library: Library;
  readonly shelf: Shelf;
  /** public id of this host */
  readonly hostId: string;
  search(): Pick<Search, 'holdersOf'>;
}

/** The heat of one document is worked out at most so often, ms; less often where that takes long. */
const FRESH_MS = 500;
const TIMES_ITS_COST = 20;
const MAX_FRESH_MS = 5_000;
/** How long what trackers say of holders is good, ms, and how long they are waited for. */
const HOLDERS_FRESH_MS = 30_000;
const HOLDERS_WAIT_MS = 1_500;
/** Documents whose heat, and whose layout, is remembered. */
const REMEMBERED = 8;
/** Interrupted downloads of which it is remembered what was verified. */
const LEFT_REMEMBERED = 100;
/** Shorter beginnings of a digest mean nothing, as in the library. */
const MIN_PREFIX = 6;

/** How the pages of the node's documents stand. */
export class Heats {
  readonly #parts: HeatParts;
  readonly #running = new Map<InfoHash, Fetch>();
  /** leaves that a download had verified when it stopped */
  readonly #left = new Map<InfoHash, ReadonlySet<number>>();
  readonly #fresh = new Map<InfoHash, { readonly heat: PageHeat; readonly until: number }>();
  readonly #layouts = new Map<InfoHash, { readonly layout: Layout; readonly cells: Cells }>();
  readonly #complete = new Map<InfoHash, { readonly count: number; readonly at: number }>();

  constructor(parts: HeatParts) {
    this.#parts = parts;
  }

  /** A download has begun. @returns what tells that it runs no more */
  began(content: PartialContent, fetch: Fetch): () => void {
    const { infoHash } = content.description.info;
    this.#running.set(infoHash, fetch);
    this.#fresh.delete(infoHash);
    return () => {
      if (this.#running.get(infoHash) === fetch) this.#running.delete(infoHash);
      this.#fresh.delete(infoHash);
      this.#left.delete(infoHash);
      if (!content.complete) remember(this.#left, infoHash, new Set(content.heldLeaves()), LEFT_REMEMBERED);
    };
  }

  /** @throws {CodedError} ERR_LIBRARY_NOT_FOUND, ERR_LIBRARY_AMBIGUOUS */
  async heat(document: string, { signal }: Abortable): Promise<PageHeat> {
    const { infoHash, make } = await this.#find(document, signal);
    const known = this.#fresh.get(infoHash);
    const begunAt = performance.now();
    if (known !== undefined && begunAt < known.until) return known.heat;
    const heat = await make();
    const now = performance.now();
    const until = now + Math.max(FRESH_MS, Math.min(MAX_FRESH_MS, TIMES_ITS_COST * (now - begunAt)));
    remember(this.#fresh, infoHash, { heat, until }, REMEMBERED);
    return heat;
  }

  /** The document that is meant, and what makes its heat: one that arrives, one that is here, one that was begun. */
  async #find(query: string, signal: AbortSignal): Promise<Found> {
    const { shelf, library } = this.#parts;
    const download = shelf.downloads().find(({ description: { info, sha256 } }) => {
      return isMeant(query, { infoHash: info.infoHash, sha256: sha256 ?? '', name: info.name });
    });
    if (download !== undefined) {
      const { infoHash } = download.description.info;
      return { infoHash, make: () => this.#ofDownload(infoHash, download, signal) };
    }
    try {
      const whole = library.find(query);
      return { infoHash: whole.infoHash, make: () => this.#ofWhole(whole, signal) };
    } catch (error) {
      const begun = codeOf(error) === 'ERR_LIBRARY_NOT_FOUND' ? await this.#begun(query) : undefined;
      if (begun === undefined) throw error;
      const infoHash = parseInfoHash(begun.infoHash);
      return { infoHash, make: () => this.#ofUnfinished(infoHash, begun, signal) };
    }
  }

  async #begun(query: string): Promise<SharedDocument | undefined> {
    const { library } = this.#parts;
    for (const infoHash of await library.partials()) {
      const shared = await sharedUnfinished(library, infoHash, silentLog);
      if (shared !== undefined && isMeant(query, shared)) return shared;
    }
    return undefined;
  }

  async #ofDownload(infoHash: InfoHash, content: Content, signal: AbortSignal): Promise<PageHeat> {
    const { layout } = content.description;
    const cells = this.#cellsOf(infoHash, layout);
    const sources = (this.#running.get(infoHash)?.sources ?? [])
      .filter(({ alive }) => alive)
      .map((source) => ({
        address: source.link.address,
        has: (leaf: number) => source.has(leaf),
        owed: [...source.active, ...source.queue],
      }));
    const heat = heatOf(cells, layout, (leaf) => content.holdsLeaf(leaf), sources);
    if (sources.length > 0) return heat;
    const count = await this.#completeHolders(infoHash, signal);
    return { ...heat, availability: heat.availability.map(() => count) };
  }

  async #ofWhole({ infoHash, pages }: LibraryDocument, signal: AbortSignal): Promise<PageHeat> {
    const availability = await this.#completeHolders(infoHash, signal);
    const held = { held: 100, estimated: false, availability };
    if (pages > 0) return evenHeat('page', pages, held);
    const torrent = await this.#parts.library.torrentOf(infoHash);
    return evenHeat('piece', torrent === undefined ? 0 : decodeMetainfo(torrent).info.pieceCount, held);
  }

  async #ofUnfinished(infoHash: InfoHash, shared: SharedDocument, signal: AbortSignal): Promise<PageHeat> {
    const availability = await this.#completeHolders(infoHash, signal);
    const layout = this.#layouts.get(infoHash)?.layout ?? (await this.#keptLayout(infoHash));
    const cells = this.#cellsOf(infoHash, layout);
    const left = this.#left.get(infoHash);
    if (left === undefined) {
      const guess = { held: shared.heldPercent, estimated: true, availability };
      return evenHeat(cells.unit, cells.leaves.length, guess);
    }
    const heat = heatOf(cells, layout, (leaf) => left.has(leaf), []);
    return { ...heat, availability: heat.availability.map(() => availability) };
  }

  /** The layout by the `.torrent` and the page map that are kept. */
  async #keptLayout(infoHash: InfoHash): Promise<Layout> {
    const { library } = this.#parts;
    const torrent = await library.torrentOf(infoHash);
    if (torrent === undefined)
      throw new CodedError('ERR_LIBRARY_NOT_FOUND', `${infoHash} is not here any more`);
    const blob = await library.mapOf(infoHash);
    const map = blob === undefined ? undefined : { blob, digest: createHash('sha256').update(blob).digest() };
    return describeDocument({ info: decodeMetainfo(torrent).info, map }).layout;
  }

  #cellsOf(infoHash: InfoHash, layout: Layout): Cells {
    const known = this.#layouts.get(infoHash);
    if (known?.layout === layout) return known.cells;
    const cells = cellsOf(layout);
    remember(this.#layouts, infoHash, { layout, cells }, REMEMBERED);
    return cells;
  }

  /** How many others trackers list as holding all of it; of trackers that do not answer in time, as they last said. */
  async #completeHolders(infoHash: InfoHash, signal: AbortSignal): Promise<number> {
    const known = this.#complete.get(infoHash);
    if (known !== undefined && performance.now() - known.at < HOLDERS_FRESH_MS) return known.count;
    const limit = AbortSignal.any([signal, AbortSignal.timeout(HOLDERS_WAIT_MS)]);
    const count = await this.#parts
      .search()
      .holdersOf(infoHash, { signal: limit })
      .then(
        (holders) =>
          holders.filter(({ complete, hostId }) => complete && hostId !== this.#parts.hostId).length,
        () => known?.count ?? 0,
      );
    signal.throwIfAborted();
    remember(this.#complete, infoHash, { count, at: performance.now() }, LEFT_REMEMBERED);
    return count;
  }
}

interface Found {
  readonly infoHash: InfoHash;
  make(): Promise<PageHeat>;
}

/** Whether `query` means a document that is not whole, by the rules of the library. */
function isMeant(
  query: string,
  { sha256, infoHash, name }: { readonly sha256: string; readonly infoHash: string; readonly name: string },
): boolean {
  const digits = query.toLowerCase();
  const byDigits = digits.length >= MIN_PREFIX && /^[0-9a-f]+$/.test(digits);
  if (byDigits && (sha256.startsWith(digits) || infoHash.startsWith(digits))) return true;
  return name.normalize('NFC') === query.normalize('NFC');
}
