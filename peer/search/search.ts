import { codeOf } from '../../common/errors.ts';
import type { InfoHash, Sha256 } from '../../common/ids.ts';
import type { TrackerTiers } from '../../common/metainfo/tracker-tiers.ts';
import { type Answered, askAll, clientsOf, noAnswer } from '../../common/runtime/ask-all.ts';
import type { TrackerClient } from '../../common/runtime/tracker-client.ts';
import type { DocumentPage } from '../../common/tracker-api/answers.ts';
import type { DocumentDetails, DocumentSummary, Holder } from '../../common/tracker-api/publication.ts';
import type { VerifiedUpload } from '../../common/tracker-api/verify-upload.ts';
import type { Abortable } from '../operations/operations.ts';
import { findDocument, notFound } from './find-document.ts';
import { mergeHolders, mergeSummaries } from './merge-answers.ts';
import { type AnnouncedAs, PlainHolders } from './plain-holders.ts';
import { TieredTrackers } from './tiered-trackers.ts';
import { trustedUpload } from './trusted.ts';

export {
  hintedHolder,
  holdersOf,
  type Identifying,
  identify,
  torrentOfWanted,
  type Wanted,
  wantedByTorrent,
  wantedByUpload,
} from './identify.ts';

/** What is tuned or replaced in tests; the defaults suit the product. */
export interface SearchOptions {
  /** ms for one request, its answer included */
  readonly timeoutMs?: number;
  /** ms to wait for the other trackers after one has answered */
  readonly graceMs?: number;
  readonly announcedAs?: AnnouncedAs;
  /** trackers that a `.torrent` brought along: asked for holders alone, one after the other. @see BEP 12 */
  readonly tiers?: TrackerTiers;
}

/**
 * Asks all trackers at once and merges what they say. One tracker that answers is enough; one that answers
 * garbage, slowly or not at all costs at most the grace time.
 *
 * Every method throws ERR_TRACKER_UNREACHABLE when no tracker gave a usable answer.
 */
export interface Search {
  /** documents whose name, title or author has all the words, best first */
  searchWords(words: string, options: Abortable): Promise<readonly DocumentSummary[]>;
  /** everything the trackers have published */
  list(options: Abortable): Promise<readonly DocumentSummary[]>;
  /**
   * The one document that `document` means: SHA-256, info hash, unique prefix of either (six digits or more) or
   * exact name.
   *
   * @throws {CodedError} ERR_SEARCH_NOT_FOUND; ERR_SEARCH_AMBIGUOUS, naming the candidates
   */
  find(document: string, options: Abortable): Promise<DocumentDetails>;
  /**
   * Everyone who may hold something of it and can be reached, merged by host and address. Of a tracker that speaks
   * BEP 3 only come addresses with `heldPercent` 0: what they hold, they say themselves.
   */
  holdersOf(infoHash: InfoHash, options: Abortable): Promise<readonly Holder[]>;
  /**
   * The publication with info dictionary, map and words, every digest and the signature checked.
   *
   * @throws {CodedError} ERR_SEARCH_NOT_FOUND
   */
  upload(id: Sha256 | InfoHash, options: Abortable): Promise<VerifiedUpload>;
}

/**
 * Search over `trackers`: base URLs (`http://tracker:8168`) or announce URLs (`http://tracker/announce`).
 *
 * @throws {CodedError} ERR_TRACKER_URL
 */
export function createSearch(trackers: readonly string[], options: SearchOptions = {}): Search {
  return new TrackerSearch(clientsOf(trackers, options.timeoutMs ?? TIMEOUT_MS), options);
}

/** ms; a tracker on the same continent answers in a tenth of a second */
const TIMEOUT_MS = 8_000;
const GRACE_MS = 1_500;
const MAX_RESULTS = 100;
const PAGE_LENGTH = 500;
/** documents listed at most from one tracker: beyond them people search */
const MAX_LISTED = 100_000;

class TrackerSearch implements Search {
  readonly #clients: readonly TrackerClient[];
  readonly #graceMs: number;
  readonly #plain: PlainHolders | undefined;
  readonly #tiered: TieredTrackers;

  constructor(clients: readonly TrackerClient[], options: SearchOptions) {
    const { graceMs = GRACE_MS, timeoutMs = TIMEOUT_MS, announcedAs, tiers = [] } = options;
    this.#clients = clients;
    this.#graceMs = graceMs;
    this.#plain = announcedAs && new PlainHolders(announcedAs, () => performance.now());
    const asked = new Set(clients.map(({ announceUrl }) => announceUrl));
    this.#tiered = new TieredTrackers(tiers, asked, timeoutMs, (...what) => this.#holdersAt(...what));
  }

  async searchWords(words: string, { signal }: Abortable): Promise<readonly DocumentSummary[]> {
    const ask = async (client: TrackerClient, ending: AbortSignal) =>
      (await client.search(words, MAX_RESULTS, ending)).results;
    return mergeSummaries(values(await this.#ask(ask, signal)));
  }

  async list({ signal }: Abortable): Promise<readonly DocumentSummary[]> {
    return mergeSummaries(values(await this.#ask(listAll, signal)));
  }

  find(document: string, { signal }: Abortable): Promise<DocumentDetails> {
    return findDocument(this.#clients, document, { signal, graceMs: this.#graceMs });
  }

  async holdersOf(infoHash: InfoHash, { signal }: Abortable): Promise<readonly Holder[]> {
    const single = this.#clients.map((client) => ({
      url: client.url,
      holders: (_: InfoHash, ending: AbortSignal) => this.#holdersAt(client, infoHash, ending),
    }));
    const sources = this.#tiered.empty ? single : [...single, this.#tiered];
    const { answers, failures } = await askAll(sources, (one, ending) => one.holders(infoHash, ending), {
      signal,
      graceMs: this.#graceMs,
      suffices: (holders) => holders.length > 0,
    });
    if (answers.length === 0) throw noAnswer(failures);
    return mergeHolders(answers.map(({ value }) => value));
  }

  async upload(id: Sha256 | InfoHash, { signal }: Abortable): Promise<VerifiedUpload> {
    return this.#firstOf(await this.#uploads(id, signal)).value;
  }

  async #uploads(id: string, signal: AbortSignal): Promise<readonly Answered<VerifiedUpload>[]> {
    const ask = async (client: TrackerClient, ending: AbortSignal) =>
      trustedUpload(await client.upload(id, ending), id);
    try {
      return await this.#ask(ask, signal);
    } catch (error) {
      throw codeOf(error) === 'ERR_TRACKER_NOT_FOUND' ? notFound(id) : error;
    }
  }

  /** Trackers may differ on a document that was published at each before they met; the first one's word counts. */
  #firstOf(uploads: readonly Answered<VerifiedUpload>[]): Answered<VerifiedUpload> {
    const [first] = uploads;
    if (first === undefined) throw noAnswer([]);
    return first;
  }

  async #holdersAt(
    client: TrackerClient,
    infoHash: InfoHash,
    signal: AbortSignal,
  ): Promise<readonly Holder[]> {
    try {
      return await client.holders(infoHash, signal);
    } catch (error) {
      if (codeOf(error) === 'ERR_TRACKER_NOT_FOUND') return [];
      if (codeOf(error) !== 'ERR_TRACKER_NOT_NATIVE' || this.#plain === undefined) throw error;
      return this.#plain.at(client, infoHash, signal);
    }
  }

  /** The usable answers, at least one. @throws {CodedError} ERR_TRACKER_UNREACHABLE, or what all refused it for */
  async #ask<Value>(
    ask: (client: TrackerClient, signal: AbortSignal) => Promise<Value>,
    signal: AbortSignal,
  ): Promise<readonly Answered<Value>[]> {
    const { answers, failures } = await askAll(this.#clients, ask, {
      signal,
      graceMs: this.#graceMs,
      suffices: (value) => !Array.isArray(value) || value.length > 0,
    });
    if (answers.length === 0) throw noAnswer(failures);
    return answers;
  }
}

function values<Value>(answers: readonly Answered<Value>[]): Value[] {
  return answers.map(({ value }) => value);
}

async function listAll(client: TrackerClient, signal: AbortSignal): Promise<readonly DocumentSummary[]> {
  const documents: DocumentSummary[] = [];
  let page: DocumentPage = await client.list('', PAGE_LENGTH, signal);
  documents.push(...page.documents);
  // a page without documents that names a next one would lead on for ever
  while (page.next !== undefined && page.documents.length > 0 && documents.length < MAX_LISTED) {
    page = await client.list(page.next, PAGE_LENGTH, signal);
    documents.push(...page.documents);
  }
  return documents;
}
