import { CodedError } from '../errors.ts';
import type { InfoHash } from '../ids.ts';
import type {
  DocumentPage,
  Problem,
  PublishAnswer,
  SearchAnswer,
  TrackerStatus,
  WithdrawAnswer,
} from '../tracker-api/answers.ts';
import type { ChangePage } from '../tracker-api/change.ts';
import { decodeChangePage } from '../tracker-api/decode-change.ts';
import {
  decodeDetails,
  decodeDocumentPage,
  decodeHolders,
  decodeProblem,
  decodePublishAnswer,
  decodeSearchAnswer,
  decodeWithdrawAnswer,
} from '../tracker-api/decode-document.ts';
import { decodeHeartbeatAnswer } from '../tracker-api/decode-heartbeat.ts';
import { decodeHostDetails, decodeHostPage, decodeStatus } from '../tracker-api/decode-host.ts';
import { decodeUpload } from '../tracker-api/decode-publication.ts';
import type { Heartbeat, HeartbeatAnswer } from '../tracker-api/heartbeat.ts';
import type { HostDetails, HostPage } from '../tracker-api/host-summary.ts';
import { parseJson } from '../tracker-api/json-fields.ts';
import {
  announceQuery,
  decodePlainAnswer,
  type PlainAnnounce,
  type PlainAnswer,
} from '../tracker-api/plain-announce.ts';
import type { DocumentDetails, Holder, PublicationUpload, Withdrawal } from '../tracker-api/publication.ts';
import { decodeScrapeAnswer, scrapeQuery, scrapeUrlOf } from '../tracker-api/scrape.ts';
import { type BoundedResponse, boundedFetch } from './bounded-fetch.ts';

/** A tracker's refusal, with its own code and reason. */
export class TrackerRefusal extends CodedError {
  readonly status: number;
  readonly candidates: NonNullable<Problem['candidates']>;

  constructor({
    code,
    detail,
    status,
    candidates = [],
  }: Pick<Problem, 'code' | 'detail' | 'status' | 'candidates'>) {
    super(code, detail);
    this.status = status;
    this.candidates = candidates;
  }
}

/** largest answer: an upload, or the words of 200,000 pages */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024;
/** `/announce`, and `/announce/<token>` of private trackers */
const ANNOUNCE_PATH = /\/announce(\/.*)?$/;
const MAX_PLAIN_ANSWER_BYTES = 1024 * 1024;

/**
 * Speaks with one tracker. What comes back has been decoded field by field, so a method's result is of its type
 * whatever the tracker sent; whether it is true is for the caller to check (`verifyUpload`).
 *
 * Every method throws ERR_TRACKER_UNREACHABLE, ERR_TRACKER_TIMEOUT, ERR_TRACKER_ANSWER_TOO_LARGE,
 * ERR_TRACKER_API_MALFORMED, ERR_TRACKER_NOT_NATIVE (it answers, but not the native API), or a {@link TrackerRefusal}.
 */
export class TrackerClient {
  /** as people gave it */
  readonly url: string;
  /** where standard clients announce */
  readonly announceUrl: string;
  readonly #base: string;
  readonly #timeoutMs: number;

  /**
   * @param url `http://tracker:8168`, or an announce URL as in a `.torrent`
   * @throws {CodedError} ERR_TRACKER_URL
   */
  constructor(url: string, timeoutMs: number) {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol)) {
      throw new CodedError(
        'ERR_TRACKER_URL',
        `'${url.slice(0, 200)}' is no http:// or https:// URL of a tracker`,
      );
    }
    this.url = url;
    this.#timeoutMs = timeoutMs;
    const path = parsed.pathname.replace(ANNOUNCE_PATH, '').replace(/\/+$/, '');
    this.#base = `${parsed.origin}${path}`;
    this.announceUrl = ANNOUNCE_PATH.test(parsed.pathname) ? parsed.href : `${this.#base}/announce`;
  }

  async search(words: string, limit: number, signal: AbortSignal): Promise<SearchAnswer> {
    return decodeSearchAnswer(await this.#get('/v1/search', { q: words, limit: String(limit) }, signal));
  }

  /** @param after `next` of the page before; empty for the first */
  async list(after: string, limit: number, signal: AbortSignal): Promise<DocumentPage> {
    return decodeDocumentPage(await this.#get('/v1/publications', pageQuery(after, limit), signal));
  }

  async named(name: string, signal: AbortSignal): Promise<DocumentPage> {
    return decodeDocumentPage(await this.#get('/v1/publications', { name }, signal));
  }

  async details(id: string, signal: AbortSignal): Promise<DocumentDetails> {
    return decodeDetails(await this.#get(`/v1/publications/${encodeURIComponent(id)}`, {}, signal));
  }

  async holders(infoHash: InfoHash, signal: AbortSignal): Promise<readonly Holder[]> {
    return decodeHolders(await this.#get(`/v1/publications/${infoHash}/holders`, {}, signal));
  }

  async upload(id: string, signal: AbortSignal): Promise<PublicationUpload> {
    return decodeUpload(await this.#get(`/v1/publications/${encodeURIComponent(id)}/upload`, {}, signal));
  }

  async publish(upload: PublicationUpload, signal: AbortSignal): Promise<PublishAnswer> {
    return decodePublishAnswer(await this.#send('POST', '/v1/publications', upload, {}, signal));
  }

  async withdraw(withdrawal: Withdrawal, signal: AbortSignal): Promise<WithdrawAnswer> {
    return decodeWithdrawAnswer(await this.#send('POST', '/v1/withdrawals', withdrawal, {}, signal));
  }

  async heartbeat(
    hostId: string,
    secret: string,
    beat: Heartbeat,
    signal: AbortSignal,
  ): Promise<HeartbeatAnswer> {
    return decodeHeartbeatAnswer(
      await this.#send('PUT', `/v1/hosts/${hostId}`, beat, bearer(secret), signal),
    );
  }

  async goodbye(hostId: string, secret: string, signal: AbortSignal): Promise<void> {
    refuseFailure(await this.#fetch('DELETE', `/v1/hosts/${hostId}`, { headers: bearer(secret) }, signal));
  }

  /** @param cursor of the page before; empty for the beginning of the log */
  async changes(cursor: string, limit: number, signal: AbortSignal): Promise<ChangePage> {
    const query = { limit: String(limit), ...(cursor !== '' && { cursor }) };
    return decodeChangePage(await this.#get('/v1/changes', query, signal));
  }

  async status(signal: AbortSignal): Promise<TrackerStatus> {
    return decodeStatus(await this.#get('/v1/status', {}, signal));
  }

  /** @param after `next` of the page before; empty for the first */
  async hosts(after: string, limit: number, signal: AbortSignal): Promise<HostPage> {
    return decodeHostPage(await this.#get('/v1/hosts', pageQuery(after, limit), signal));
  }

  /** A host with a page of what it holds. @param after `next` of the page before; empty for the first */
  async host(hostId: string, after: string, limit: number, signal: AbortSignal): Promise<HostDetails> {
    const path = `/v1/hosts/${encodeURIComponent(hostId)}`;
    return decodeHostDetails(await this.#get(path, pageQuery(after, limit), signal));
  }

  /** Announces in the standard way, which every tracker speaks. */
  async announce(announce: PlainAnnounce, signal: AbortSignal): Promise<PlainAnswer> {
    const separator = this.announceUrl.includes('?') ? '&' : '?';
    const { status, body } = await boundedFetch(`${this.announceUrl}${separator}${announceQuery(announce)}`, {
      maxBytes: MAX_PLAIN_ANSWER_BYTES,
      timeoutMs: this.#timeoutMs,
      signal,
    });
    if (status === 200) return decodePlainAnswer(body);
    throw new CodedError(
      'ERR_TRACKER_GARBAGE',
      `${this.announceUrl} answered with status ${status}, which is no tracker's`,
    );
  }

  /**
   * How many hold something of each, in the standard way; what the tracker does not know is left out.
   *
   * @param infoHashes at most 74
   */
  async scrape(infoHashes: readonly InfoHash[], signal: AbortSignal): Promise<Map<InfoHash, number>> {
    const url = scrapeUrlOf(this.announceUrl);
    if (url === undefined) return new Map();
    const { status, body } = await boundedFetch(
      `${url}${url.includes('?') ? '&' : '?'}${scrapeQuery(infoHashes)}`,
      { maxBytes: MAX_PLAIN_ANSWER_BYTES, timeoutMs: this.#timeoutMs, signal },
    );
    return status === 200 ? decodeScrapeAnswer(body, infoHashes) : new Map();
  }

  async #get(path: string, query: Readonly<Record<string, string>>, signal: AbortSignal): Promise<unknown> {
    const search = new URLSearchParams(query).toString();
    return jsonOf(await this.#fetch('GET', search === '' ? path : `${path}?${search}`, {}, signal));
  }

  async #send(
    method: string,
    path: string,
    value: unknown,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<unknown> {
    const request = {
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(value),
    };
    return jsonOf(await this.#fetch(method, path, request, signal));
  }

  #fetch(
    method: string,
    path: string,
    request: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string },
    signal: AbortSignal,
  ): Promise<BoundedResponse> {
    const bounds = { maxBytes: MAX_ANSWER_BYTES, timeoutMs: this.#timeoutMs, signal };
    return boundedFetch(`${this.#base}${path}`, { method, ...request, ...bounds });
  }
}

function pageQuery(after: string, limit: number): Readonly<Record<string, string>> {
  return { limit: String(limit), ...(after !== '' && { after }) };
}

function bearer(secret: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${secret}` };
}

function jsonOf(response: BoundedResponse): unknown {
  refuseFailure(response);
  return parseJson(response.body, 'the answer');
}

function refuseFailure({ status, body }: BoundedResponse): void {
  if (status >= 200 && status < 300) return;
  throw new TrackerRefusal(problemIn(body) ?? notNative(status));
}

function problemIn(body: Uint8Array): Problem | undefined {
  try {
    return decodeProblem(parseJson(body, 'the answer'));
  } catch {
    return undefined; // an error page of whatever program this is
  }
}

function notNative(status: number): Pick<Problem, 'code' | 'detail' | 'status'> {
  // above 500 it may be a proxy in front of a tracker that restarts
  if (status >= 500)
    return { code: 'ERR_TRACKER_UNREACHABLE', detail: `the tracker answers with status ${status}`, status };
  return {
    code: 'ERR_TRACKER_NOT_NATIVE',
    detail: `no tracker of ours: it answers with status ${status}`,
    status,
  };
}
