import { codeOf } from '../../common/errors.ts';
import type { InfoHash, Sha256 } from '../../common/ids.ts';
import { type Answered, askAll, clientsOf, noAnswer } from '../../common/runtime/ask-all.ts';
import type { TrackerClient } from '../../common/runtime/tracker-client.ts';
import type { DocumentPage } from '../../common/tracker-api/answers.ts';
import type { DocumentDetails, DocumentSummary, Holder } from '../../common/tracker-api/publication.ts';
import { formatSocketAddress } from '../../common/tracker-api/socket-address.ts';
import type { VerifiedUpload } from '../../common/tracker-api/verify-upload.ts';
import type { Abortable } from '../operations/operations.ts';
import { findDocument, notFound } from './find-document.ts';
import { mergeHolders, mergeSummaries } from './merge-answers.ts';
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

/** How this host appears in announces to trackers that speak BEP 3 only. */
interface AnnouncedAs {
  /** 20 bytes */
  readonly peerId: Uint8Array;
  readonly port: number;
}

/** What is tuned or replaced in tests; the defaults suit the product. */
export interface SearchOptions {
  /** ms for one request, its answer included */
  readonly timeoutMs?: number;
  /** ms to wait for the other trackers after one has answered */
  readonly graceMs?: number;
  readonly announcedAs?: AnnouncedAs;
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
  readonly #announcedAs: AnnouncedAs | undefined;

  constructor(clients: readonly TrackerClient[], { graceMs = GRACE_MS, announcedAs }: SearchOptions) {
    this.#clients = clients;
    this.#graceMs = graceMs;
    this.#announcedAs = announcedAs;
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
    return mergeHolders(
      values(await this.#ask((client, ending) => this.#holdersAt(client, infoHash, ending), signal)),
    );
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
      if (codeOf(error) !== 'ERR_TRACKER_NOT_NATIVE' || this.#announcedAs === undefined) throw error;
      return plainHolders(client, infoHash, this.#announcedAs, signal);
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

/** The peers that a tracker of the standard kind names; whether they hold all of it, it does not say. */
async function plainHolders(
  client: TrackerClient,
  infoHash: InfoHash,
  { peerId, port }: AnnouncedAs,
  signal: AbortSignal,
): Promise<readonly Holder[]> {
  const announce = { infoHash, peerId, port, left: 1, uploaded: 0, downloaded: 0, wanted: MAX_RESULTS };
  const { peers } = await client.announce(announce, signal);
  return peers.map((peer) => ({
    client: 'standard',
    addresses: [formatSocketAddress(peer)],
    complete: false,
    heldPercent: 0,
    ageMs: 0,
  }));
}
