import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { CodedError, codeOf, messageOf } from '../errors.ts';

/** A request to somebody who may be slow, hostile or not there. */
export interface BoundedRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** largest body of the answer to accept */
  readonly maxBytes: number;
  /** ms for everything, from connecting to the last byte of the answer */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What came back, whatever its status. */
export interface BoundedResponse {
  readonly status: number;
  readonly body: Uint8Array;
}

/**
 * Fetches over HTTP within bounds of time and size. Redirects are not followed: a tracker speaks for itself. Connections
 * are kept for the next request; one that the other side has just hung up is replaced.
 *
 * @throws {CodedError} ERR_TRACKER_UNREACHABLE, ERR_TRACKER_TIMEOUT, ERR_TRACKER_ANSWER_TOO_LARGE; `signal.reason` when
 *   that aborts
 */
export async function boundedFetch(url: string, bounded: BoundedRequest): Promise<BoundedResponse> {
  const { timeoutMs, signal } = bounded;
  signal.throwIfAborted();
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(timeout(url, timeoutMs)), timeoutMs);
  const onAbort = () => ending.abort(signal.reason);
  signal.addEventListener('abort', onAbort);
  try {
    for (;;) {
      const answer = await ask(url, bounded, ending.signal);
      if (answer !== 'hung-up') return answer;
    }
  } catch (error) {
    if (ending.signal.aborted) throw ending.signal.reason;
    throw codeOf(error)?.startsWith('ERR_TRACKER_') ? error : unreachable(url, error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** The answer; `hung-up` when a connection that was kept from earlier ended before there was any. */
function ask(
  url: string,
  { method = 'GET', headers = {}, body, maxBytes }: BoundedRequest,
  ending: AbortSignal,
): Promise<BoundedResponse | 'hung-up'> {
  return new Promise((resolve, reject) => {
    const begin = url.startsWith('https:') ? httpsRequest : httpRequest;
    const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
    const request = begin(url, { method, headers: { ...headers, ...length } });
    let answered = false;
    const abort = (): void => void request.destroy(ending.reason);
    ending.addEventListener('abort', abort);
    request.once('close', () => {
      ending.removeEventListener('abort', abort);
      if (!answered) reject(new Error('the connection ended without an answer'));
    });
    request.on('error', (error) => {
      const stale = request.reusedSocket && HUNG_UP.has(codeOf(error) ?? '');
      if (stale) resolve('hung-up');
      else reject(error);
    });
    request.once('response', (response) => {
      answered = true;
      readBody(response, maxBytes, url).then(
        (bytes) => resolve({ status: response.statusCode ?? 0, body: bytes }),
        (error: unknown) => {
          request.destroy();
          reject(error);
        },
      );
    });
    request.end(body);
  });
}

function readBody(response: IncomingMessage, maxBytes: number, url: string): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    let length = 0;
    response.on('data', (chunk: Uint8Array) => {
      length += chunk.length;
      if (length > maxBytes) {
        const what = `${originOf(url)} answered more than ${maxBytes} bytes`;
        reject(new CodedError('ERR_TRACKER_ANSWER_TOO_LARGE', what));
      } else chunks.push(chunk);
    });
    response.on('error', reject);
    response.once('close', () => reject(new Error('the answer ended too early'))); // of no effect after its end
    response.once('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
  });
}

/** How a connection ends that the other side had closed when we used it again. */
const HUNG_UP = new Set(['ECONNRESET', 'EPIPE']);

function timeout(url: string, ms: number): CodedError {
  return new CodedError('ERR_TRACKER_TIMEOUT', `${originOf(url)} did not answer within ${ms} ms`);
}

function unreachable(url: string, error: unknown): CodedError {
  const reason = codeOf(error) ?? messageOf(error);
  return new CodedError('ERR_TRACKER_UNREACHABLE', `cannot reach ${originOf(url)}: ${reason}`, {
    cause: error,
  });
}

function originOf(url: string): string {
  return new URL(url).origin;
}
