import { stat } from 'node:fs/promises';
import { CodedError, codeOf, messageOf } from '../common/errors.ts';
import { parseMd5, parseSha256 } from '../common/ids.ts';
import type { Log } from '../common/runtime/log.ts';
import { pause } from '../common/runtime/pause.ts';
import { planShares, type Share } from './assign/assign.ts';
import { openPartial, type PartialContent, type Shelf } from './content/content.ts';
import { holderResults, plannedHolder, progressOf } from './download-report.ts';
import { exchange, Hints } from './exchange/exchange.ts';
import { attachSource, describeWanted, driveFetch, type Fetch, hasLeaf } from './fetch/fetch.ts';
import type { Library, LibraryDocument } from './library/library.ts';
import type { Limits } from './limit/limit.ts';
import { deliver, startReadingCopy } from './merge/merge.ts';
import { serveMetadata } from './metadata/metadata.ts';
import type { GetEvent, GetRequest, GetResult, PlannedHolder } from './operations/operations.ts';
import { type Ranked, rankHolders } from './rank/rank.ts';
import { hintedHolder, holdersOf, type Search, torrentOfWanted, type Wanted } from './search/search.ts';
import { seed, type Uploads } from './seed/seed.ts';
import { HolderPool, type ProbedHolder, type Swarm } from './swarm/swarm.ts';
import { verifyWhole, type WholeVerdict } from './verify/verify.ts';

/** The rooms that a download passes through, and who hears of it. */
export interface DownloadContext {
  readonly library: Library;
  readonly shelf: Shelf;
  readonly swarm: Swarm;
  readonly hostId: string;
  /** over this node's trackers and the document's own */
  readonly search: Search;
  /** announce URLs of this node's trackers */
  readonly announceUrls: readonly string[];
  /** tells the trackers that this node holds the document; those that acknowledged */
  announce(document: LibraryDocument, signal: AbortSignal): Promise<readonly string[]>;
  /** what this node holds of a document has changed */
  changed(): void;
  /** who of those we are connected with is served, and when */
  readonly uploads: Uploads;
  readonly limits: Limits;
  uploaded(bytes: number): void;
  /** fetching into `content` begins; what it returns is called when it ends */
  began(content: PartialContent, fetch: Fetch): () => void;
  emit(event: GetEvent): void;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** How long a download goes on without any holder that can help, ms. */
const PATIENCE_MS = 30_000;
/** After how long those whom a magnet named are tried again, ms. */
const REDIAL_MS = 1_000;

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
  readonly #pool: HolderPool;
  /** where other peers say that holders are */
  readonly #hints = new Hints();
  #planned: PlannedHolder[] = [];
  #startedAt = 0;

  constructor(wanted: Wanted, request: GetRequest, target: string | undefined, context: DownloadContext) {
    const { swarm, hostId, search, limits } = context;
    const { info, map } = wanted;
    this.#wanted = wanted;
    this.#request = request;
    this.#target = target;
    this.#context = context;
    this.#pool = new HolderPool({
      swarm,
      hostId,
      maxSources: () => limits.values.maxSources,
      topic: {
        infoHash: info.infoHash,
        pieceCount: info.pieceCount,
        metadataSize: info.encoded.length,
        private: info.private,
        map,
        complete: false,
      },
      listed: (signal) => holdersOf(search, wanted, signal),
    });
  }

  async run(): Promise<GetResult> {
    try {
      const holders = await this.#rank();
      await using content = await this.#open(holders);
      const takeOff = this.#context.shelf.put(content);
      try {
        const shares = this.#assign(content, holders);
        const { fetch, seconds } = await this.#fetch(content, holders, shares);
        const verdict = await this.#verify(content);
        await content[Symbol.asyncDispose]();
        const document = await this.#keep(content, verdict);
        takeOff();
        const announced = await this.#announce(document);
        return this.#result(document, fetch, seconds, announced);
      } finally {
        takeOff();
      }
    } finally {
      this.#pool.close('the download has ended');
    }
  }

  async #rank(): Promise<Ranked<ProbedHolder>[]> {
    const { emit, signal } = this.#context;
    const listed = await this.#pool.listed(signal);
    this.#startedAt = performance.now();
    emit({ type: 'probing', holders: listed.length });
    const reached = await this.#pool.reach(listed, signal);
    if (reached.length > 0 || this.#wanted.peers === undefined) return rankHolders(reached);
    // who has just given the info dictionary may take us for connected still: Transmission does, for half a second
    await pause(REDIAL_MS, signal);
    return rankHolders(await this.#pool.reach(listed, signal));
  }

  /** The partial file, with what an earlier download left in it. */
  async #open(holders: readonly ProbedHolder[]): Promise<PartialContent> {
    const { library, emit, announceUrls, signal } = this.#context;
    const { infoHash } = this.#wanted.info;
    const kept = await library.mapOf(infoHash);
    const connections = holders.map(({ connection }) => connection);
    const description = await describeWanted(this.#wanted, kept, connections, signal);
    await library.keep(infoHash, torrentOfWanted(this.#wanted, announceUrls), description.map?.blob);

    const content = await openPartial(description, library.partialPath(infoHash));
    if (content.heldBytes > 0) emit({ type: 'resumed', bytes: content.heldBytes });
    if (content.complete || holders.length > 0) return content;
    await content[Symbol.asyncDispose]();
    throw new CodedError(
      'ERR_FETCH_NO_LIVE_HOLDER',
      'no holder of this document answers; try again when one is up',
    );
  }

  #assign(content: PartialContent, holders: readonly Ranked<ProbedHolder>[]): Share[] {
    const { layout } = content.description;
    const missing = [...layout.leaves.keys()].filter((leaf) => !content.holdsLeaf(leaf));
    const has = holders.map(
      ({ connection }) =>
        (leaf: number) =>
          hasLeaf(connection, content.description, leaf),
    );
    const shares = planShares(layout, missing, has);
    this.#planned = holders.flatMap((holder, place) => {
      const share = shares[place];
      return share === undefined ? [] : [plannedHolder(holder, share)];
    });
    this.#context.emit({ type: 'planned', holders: this.#planned });
    return shares;
  }

  async #fetch(
    content: PartialContent,
    holders: readonly Ranked<ProbedHolder>[],
    shares: readonly Share[],
  ): Promise<{ fetch: Fetch; seconds: number }> {
    const { emit, signal, log, changed } = this.#context;
    const { readingCopy } = this.#request;
    const runs = shares.flatMap((share) => share.pages);
    const copy = readingCopy === undefined ? undefined : startReadingCopy(content, runs, readingCopy, emit);
    let ended = (): void => undefined;
    try {
      const fetch = await driveFetch({
        content,
        signal,
        patienceMs: PATIENCE_MS,
        begin: (fetch) => {
          ended = this.#context.began(content, fetch);
          for (const [place, holder] of holders.entries())
            this.#join(fetch, content, holder, shares[place]?.leaves ?? []);
        },
        findMore: (fetch, limit) => this.#findMore(fetch, content, limit),
        news: {
          progress: (fetch) => {
            emit(progressOf(fetch, content));
            changed();
          },
          takenOver: (change) => {
            log.info('run-taken-over', { ...change });
            emit({ type: 'taken-over', ...change });
          },
          banned: (address, remoteId, reason) => {
            log.warn('holder-banned', { address, reason });
            this.#pool.ban(remoteId, address);
            emit({ type: 'banned', address, reason });
          },
        },
      });
      return { fetch, seconds: (performance.now() - this.#startedAt) / 1000 };
    } finally {
      ended();
      await copy?.finish();
    }
  }

  /** Puts a holder to work; it may ask us for what we have, too. */
  #join(fetch: Fetch, content: PartialContent, holder: Ranked<ProbedHolder>, run: readonly number[]): void {
    const { connection, latencyMs } = holder;
    const { uploads, uploaded, limits } = this.#context;
    seed(connection, { content, uploads, uploaded });
    const { info } = content.description;
    serveMetadata(connection, info);
    exchange(connection, {
      private: info.private,
      connected: () => this.#context.swarm.connected(),
      heard: (from, { added }) => this.#hints.add(from, added),
    });
    const limit = limits.download(connection.address);
    attachSource(fetch, content.description, { connection, latencyMs, limit }, run);
  }

  async #findMore(fetch: Fetch, content: PartialContent, signal: AbortSignal): Promise<void> {
    const hinted = this.#hints.addresses.map(hintedHolder);
    // silent trackers are no obstacle where peers know of others
    const listed = await this.#pool.listed(signal).catch((error: unknown) => {
      if (hinted.length === 0) throw error;
      return [];
    });
    for (const holder of rankHolders(await this.#pool.reach([...listed, ...hinted], signal)))
      this.#join(fetch, content, holder, []);
  }

  /** The verdict on the whole: MD5 and SHA-256 of the file as it lies on disk. */
  async #verify(content: PartialContent): Promise<WholeVerdict> {
    const { emit, signal } = this.#context;
    const { sha256, md5, info } = this.#wanted;
    emit({ type: 'verifying' });
    const verdict = await verifyWhole(content.path, info, signal);
    const md5Ok = md5 === undefined || verdict.md5 === md5;
    emit({ type: 'verified', md5: verdict.md5, md5Ok, ...(md5 === undefined && { md5Unknown: true }) });
    const wrong = [
      ...(md5Ok ? [] : [`its MD5 is ${verdict.md5}, not ${md5}`]),
      ...(sha256 === undefined || verdict.sha256 === sha256
        ? []
        : [`its SHA-256 is ${verdict.sha256}, not ${sha256}`]),
      ...(verdict.piecesOk ? [] : ['its pieces are not those of the .torrent']),
    ];
    if (wrong.length === 0) return verdict;
    const message = `the publication contradicts itself: every part is right, but ${wrong.join(', ')}. The file is kept at ${content.path}; tell its publisher`;
    throw new CodedError('ERR_VERIFY_MISMATCH', message);
  }

  /** Puts the finished file in its place and on record. */
  async #keep(content: PartialContent, verdict: WholeVerdict): Promise<LibraryDocument> {
    const { library, announceUrls } = this.#context;
    const { info, pages } = this.#wanted;
    const path = await this.#place(content.path);
    const { mtimeMs } = await stat(path);
    return library.add(
      {
        sha256: parseSha256(verdict.sha256),
        md5: parseMd5(verdict.md5),
        infoHash: info.infoHash,
        name: info.name,
        path,
        size: info.length,
        mtimeMs,
        pages,
        published: false,
      },
      torrentOfWanted(this.#wanted, announceUrls),
      content.description.map?.blob,
    );
  }

  async #place(from: string): Promise<string> {
    if (this.#target === undefined) return this.#context.library.moveIn(from, this.#wanted.info.name);
    await deliver(from, this.#target);
    return this.#target;
  }

  async #announce(document: LibraryDocument): Promise<readonly string[]> {
    const { announce, search, emit, signal } = this.#context;
    const trackers = await announce(document, signal);
    const holders = await search.holdersOf(document.infoHash, { signal }).catch(() => []);
    emit({ type: 'announced', trackers, holders: holders.map(({ addresses }) => addresses[0] ?? '') });
    return trackers;
  }

  #result(document: LibraryDocument, fetch: Fetch, seconds: number, announced: readonly string[]): GetResult {
    const { sha256, infoHash, name, size, pages, md5, path } = document;
    const holders = holderResults(fetch.sources, this.#planned);
    const fetchedBytes = holders.reduce((sum, holder) => sum + holder.bytes, 0);
    const result = { sha256, infoHash, name, size, pages, md5, md5Ok: true, path };
    return {
      ...result,
      seconds: Math.round(seconds * 1000) / 1000,
      fetchedBytes,
      holders,
      announced: announced.length > 0,
    };
  }
}
