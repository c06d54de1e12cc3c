import { stat } from 'node:fs/promises';
import { CodedError, codeOf, messageOf } from '../common/errors.ts';
import { parseMd5, parseSha256 } from '../common/ids.ts';
import { openPartial, type PartialContent, salvage } from './content/content.ts';
import type { Arrivals, RankedHolder } from './download-arrivals.ts';
import { assignAsTheyCome } from './download-assign.ts';
import type { DownloadContext } from './download-context.ts';
import { type Digests, digestsOf } from './download-digests.ts';
import { DownloadHolders } from './download-holders.ts';
import { holderResults, progressOf } from './download-report.ts';
import { describeWanted, driveFetch, type Fetch, type Source } from './fetch/fetch.ts';
import { type LibraryDocument, LooseBytes, newest } from './library/library.ts';
import { deliver, type ReadingCopy, startReadingCopy, unpack } from './merge/merge.ts';
import type { GetRequest, GetResult, PlannedHolder } from './operations/operations.ts';
import { torrentOfWanted, type Wanted } from './search/search.ts';
import { contradictions, type WholeVerdict } from './verify/verify.ts';

export type { DownloadContext } from './download-context.ts';

/** What fetching came to. */
interface Fetched {
  readonly fetch: Fetch;
  readonly planned: readonly PlannedHolder[];
  /** from the moment the holders are known to the last verified byte */
  readonly seconds: number;
}

/** What the whole turned out to be. */
interface Verified {
  readonly verdict: WholeVerdict;
  /** it was not looked at, but what was published is believed */
  readonly believed: boolean;
  /** from the last verified byte to the verdict */
  readonly seconds: number;
}

/** Where a finished document lies. */
type Placed = Pick<LibraryDocument, 'path' | 'mtimeMs' | 'files'>;

/** How long a download goes on without any holder that can help, ms. */
const PATIENCE_MS = 30_000;

/**
 * Fetches a document from those who hold it: rank, assign, fetch, merge, verify, announce.
 *
 * @param target where the file goes; without it into the library folder
 * @throws {CodedError} ERR_FETCH_NO_LIVE_HOLDER, ERR_VERIFY_MISMATCH, ERR_PEER_INTERRUPTED, ERR_CONTENT_*,
 *   ERR_GET_TARGET_EXISTS. What was verified is kept, and the next download of the document goes on from there.
 */
export async function download(
  wanted: Wanted,
  request: GetRequest,
  target: string | undefined,
  context: DownloadContext,
): Promise<GetResult> {
  try {
    return await new Download(wanted, request, target, context).run();
  } catch (error) {
    if (codeOf(error) !== 'ERR_FETCH_MAP_CONVICTED') throw error;
    context.log.warn('map-convicted', { infoHash: wanted.info.infoHash, err: error });
    context.emit({ type: 'notice', message: messageOf(error) });
    await context.library.dropMap(wanted.info.infoHash);
    const { map: _convicted, ...rest } = wanted;
    return await new Download(rest, request, target, context).run();
  }
}

class Download {
  readonly #wanted: Wanted;
  readonly #request: GetRequest;
  readonly #target: string | undefined;
  readonly #context: DownloadContext;

  constructor(wanted: Wanted, request: GetRequest, target: string | undefined, context: DownloadContext) {
    this.#wanted = wanted;
    this.#request = request;
    this.#target = target;
    this.#context = context;
  }

  async run(): Promise<GetResult> {
    using holders = new DownloadHolders(this.#wanted, this.#context);
    holders.seek();
    await using content = await this.#open(holders);
    const believe = this.#request.believeDigests === true;
    await using digests = digestsOf(content, this.#wanted, believe, this.#context.signal);
    const arrivals = await holders.arrivals();
    const takeOff = this.#context.shelf.put(content);
    try {
      const fetched = await this.#fetch(content, arrivals, holders);
      const verified = await this.#verify(content, digests);
      const document = await this.#keep(content, verified.verdict);
      await takeOff();
      holders.release();
      const trackers = await this.#announce(document, holders.others);
      return resultOf(document, fetched, verified, trackers);
    } finally {
      await takeOff();
    }
  }

  /** The partial file, with what an earlier download left in it. */
  async #open(holders: DownloadHolders): Promise<PartialContent> {
    const { library, emit, announceUrls, signal } = this.#context;
    const { infoHash } = this.#wanted.info;
    const kept = await library.mapOf(infoHash);
    const description = await describeWanted(this.#wanted, kept, holders.connections(), signal);
    await library.keep(infoHash, torrentOfWanted(this.#wanted, announceUrls), description.map?.blob);

    const content = await openPartial(description, library.partialPath(infoHash));
    try {
      await this.#salvage(content);
    } catch (error) {
      await content[Symbol.asyncDispose]();
      throw error;
    }
    if (content.heldBytes > 0) emit({ type: 'resumed', bytes: content.heldBytes });
    return content;
  }

  /** What is right in a file that was whole once need not be fetched. */
  async #salvage(content: PartialContent): Promise<void> {
    const { library, signal } = this.#context;
    const damaged = library.get(this.#wanted.info.infoHash);
    if (damaged === undefined) return;
    if (damaged.files === undefined && (await library.state(damaged)) === 'missing') return;
    await using bytes = new LooseBytes(damaged);
    await salvage(content, bytes, signal);
  }

  async #fetch(content: PartialContent, arrivals: Arrivals, holders: DownloadHolders): Promise<Fetched> {
    const { emit, signal, log, changed, began, disk } = this.#context;
    const { readingCopy } = this.#request;
    let ended = (): void => undefined;
    let copy: ReadingCopy | undefined;
    let planned: readonly PlannedHolder[] | undefined;
    const begin = async (fetch: Fetch): Promise<void> => {
      ended = began(content, fetch);
      holders.receive(fetch, content);
      const join = (holder: RankedHolder, run: readonly number[]): Source =>
        holders.join(fetch, content, holder, run);
      const { runs, told } = await assignAsTheyCome(fetch, content, arrivals, join);
      emit({ type: 'planned', holders: told });
      if (readingCopy !== undefined) copy = startReadingCopy(content, runs, readingCopy, emit);
      planned = told;
      emit(progressOf(fetch, content));
    };
    let beginning: Promise<void> | undefined;
    try {
      const fetch = await driveFetch({
        content,
        signal,
        disk,
        patienceMs: PATIENCE_MS,
        begin: (fetch) => {
          beginning = begin(fetch);
          return beginning;
        },
        toldOfMore: () => holders.toldOfMore,
        findMore: (fetch, limit) => holders.findMore(fetch, content, limit),
        news: {
          progress: (fetch) => {
            if (planned !== undefined) emit(progressOf(fetch, content));
            changed();
          },
          takenOver: (change) => {
            log.info('run-taken-over', { ...change });
            emit({ type: 'taken-over', ...change });
          },
          banned: (address, remoteId, reason) => {
            log.warn('holder-banned', { address, reason });
            holders.ban(remoteId, address);
            emit({ type: 'banned', address, reason });
          },
        },
      });
      const seconds = (performance.now() - holders.knownAt) / 1000;
      holders.rememberRates(fetch);
      arrivals.hurry();
      beginning ??= begin(fetch);
      await beginning;
      return { fetch, seconds, planned: planned ?? [] };
    } finally {
      arrivals.hurry();
      await beginning?.catch(() => undefined);
      ended();
      await copy?.finish();
    }
  }

  /** The verdict on the whole: MD5 and SHA-256 of the file as it lies on disk. */
  async #verify(content: PartialContent, digests: Digests): Promise<Verified> {
    const { emit } = this.#context;
    const { md5 } = this.#wanted;
    emit({ type: 'verifying' });
    const startedAt = performance.now();
    const verdict = await digests.verdict();
    const seconds = (performance.now() - startedAt) / 1000;
    const md5Ok = md5 === undefined || verdict.md5 === md5;
    const how = { ...(md5 === undefined && { md5Unknown: true as const }), ...believedIf(digests) };
    emit({ type: 'verified', md5: verdict.md5, md5Ok, ...how });
    const wrong = contradictions(verdict, this.#wanted);
    if (wrong.length === 0) return { verdict, believed: digests.believed, seconds };
    const message = `the publication contradicts itself: every part is right, but ${wrong.join(', ')}. The file is kept at ${content.path}; tell its publisher`;
    throw new CodedError('ERR_VERIFY_MISMATCH', message);
  }

  /** Puts the finished file in its place and on record. */
  async #keep(content: PartialContent, verdict: WholeVerdict): Promise<LibraryDocument> {
    const { library, announceUrls } = this.#context;
    const { info, pages, trackers } = this.#wanted;
    const place = await this.#place(content.path, verdict);
    const document = await library.add(
      {
        sha256: parseSha256(verdict.sha256),
        md5: parseMd5(verdict.md5),
        infoHash: info.infoHash,
        name: info.name,
        ...place,
        ...(trackers.length > 0 && { trackers }),
        size: info.length,
        pages,
        published: false,
      },
      torrentOfWanted(this.#wanted, announceUrls),
      content.description.map?.blob,
    );
    // what was moved is gone already; a folder's files are copies
    await library.dropPartial(info.infoHash);
    return document;
  }

  async #place(from: string, { sha256 }: WholeVerdict): Promise<Placed> {
    const { library } = this.#context;
    const { info } = this.#wanted;
    if (info.multiFile) {
      const folder = await unpack({ from, info, sha256 }, library, this.#target);
      return { ...folder, mtimeMs: newest(folder.files) };
    }
    if (this.#target !== undefined) await deliver(from, this.#target);
    const path = this.#target ?? (await library.moveIn(from, info.name));
    return { path, mtimeMs: (await stat(path)).mtimeMs };
  }

  /** Once a tracker has acknowledged it, this node is a holder beside those that were listed. */
  async #announce(document: LibraryDocument, others: readonly string[]): Promise<readonly string[]> {
    const { announce, addresses, emit, signal } = this.#context;
    const trackers = await announce(document, signal);
    const holders = trackers.length === 0 ? others : [...others, ...addresses.slice(0, 1)];
    emit({ type: 'announced', trackers, holders });
    return trackers;
  }
}

function resultOf(
  document: LibraryDocument,
  { fetch, seconds, planned }: Fetched,
  verified: Verified,
  announced: readonly string[],
): GetResult {
  const { sha256, infoHash, name, size, pages, md5, path } = document;
  const holders = holderResults(fetch.sources, planned);
  const fetchedBytes = holders.reduce((sum, holder) => sum + holder.bytes, 0);
  const result = { sha256, infoHash, name, size, pages, md5, md5Ok: true, ...believedIf(verified), path };
  return {
    ...result,
    seconds: inMs(seconds),
    ...(!verified.believed && { digestSeconds: inMs(verified.seconds) }),
    fetchedBytes,
    holders,
    announced: announced.length > 0,
  };
}

function believedIf({ believed }: { readonly believed: boolean }): { readonly md5Believed?: true } {
  return believed ? { md5Believed: true } : {};
}

/** `seconds` to the millisecond. */
function inMs(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
