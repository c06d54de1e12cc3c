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
 * Fetches over HTTP within bounds of time and size. Redirects are not followed: a tracker speaks for itself.
 *
 * @throws {CodedError} ERR_TRACKER_UNREACHABLE, ERR_TRACKER_TIMEOUT, ERR_TRACKER_ANSWER_TOO_LARGE; `signal.reason` when
 *   that aborts
 */
export async function boundedFetch(url: string, request: BoundedRequest): Promise<BoundedResponse> {
  const { method = 'GET', headers = {}, body, maxBytes, timeoutMs, signal } = request;
  signal.throwIfAborted();
  const ending = new AbortController();
  const timer = setTimeout(() => ending.abort(timeout(url, timeoutMs)), timeoutMs);
  const onAbort = () => ending.abort(signal.reason);
  signal.addEventListener('abort', onAbort);
  try {
    const response = await fetch(url, {
      method,
      headers,
      ...(body !== undefined && { body }),
      redirect: 'manual',
      signal: ending.signal,
    });
    return { status: response.status, body: await readBody(response, maxBytes, url) };
  } catch (error) {
    if (ending.signal.aborted) throw ending.signal.reason;
    throw codeOf(error)?.startsWith('ERR_TRACKER_') ? error : unreachable(url, error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

async function readBody(response: Response, maxBytes: number, url: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  // leaving the loop by an error cancels the rest of the answer
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > maxBytes) {
      throw new CodedError(
        'ERR_TRACKER_ANSWER_TOO_LARGE',
        `${originOf(url)} answered more than ${maxBytes} bytes`,
      );
    }
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

function timeout(url: string, ms: number): CodedError {
  return new CodedError('ERR_TRACKER_TIMEOUT', `${originOf(url)} did not answer within ${ms} ms`);
}

function unreachable(url: string, error: unknown): CodedError {
  // fetch hides what happened, such as ECONNREFUSED, in the cause
  const { cause } = error as { cause?: unknown };
  const reason = codeOf(cause) ?? messageOf(cause ?? error);
  return new CodedError('ERR_TRACKER_UNREACHABLE', `cannot reach ${originOf(url)}: ${reason}`, {
    cause: error,
  });
}

function originOf(url: string): string {
  return new URL(url).origin;
}
