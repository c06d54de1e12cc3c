import type { IncomingMessage } from 'node:http';
import { CodedError } from '../../common/errors.ts';
import { parseJson } from '../../common/tracker-api/json-fields.ts';
import { parseIp, reachOf } from '../../common/tracker-api/socket-address.ts';
import type { Source } from '../swarms/swarms.ts';

/** Bytes of bodies that are being received, all requests together: what strangers can make us hold. */
const MAX_BODIES_BYTES = 64 * 1024 * 1024;
let bodiesBytes = 0;

/**
 * The JSON of a request's body.
 *
 * @param maxBytes largest body to accept
 * @throws {CodedError} ERR_TRACKER_BODY_TOO_LARGE, before more than `maxBytes` are held; ERR_TRACKER_BUSY;
 *   ERR_TRACKER_API_MALFORMED
 */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    // leaving the loop must not close the socket: the refusal goes back over it
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      length += chunk.length;
      bodiesBytes += chunk.length;
      if (length > maxBytes) throw tooLarge(maxBytes);
      if (bodiesBytes > MAX_BODIES_BYTES) throw busy();
      chunks.push(chunk);
    }
    return parseJson(Buffer.concat(chunks), 'the body');
  } finally {
    bodiesBytes -= length;
  }
}

/** Who sent a request. What a header says of the sender counts for nothing: anyone can write one. */
export function sourceOf({ socket }: IncomingMessage): Source {
  const remote = parseIp(socket.remoteAddress ?? '');
  const local = parseIp(socket.localAddress ?? '');
  if (remote === undefined) throw new CodedError('ERR_TRACKER_GONE', 'the client has gone');
  return { ...remote, sameMachine: reachOf(remote.ip) === 'loopback' || remote.ip === local?.ip };
}

/**
 * The secret of `Authorization: Bearer <secret>`.
 *
 * @throws {CodedError} ERR_TRACKER_NO_SECRET
 * @see RFC 6750, 2.1
 */
export function bearerOf({ headers }: IncomingMessage): string {
  const [, secret] = /^Bearer ([A-Za-z0-9._~+/=-]{16,256})$/i.exec(headers.authorization ?? '') ?? [];
  if (secret !== undefined) return secret;
  throw new CodedError('ERR_TRACKER_NO_SECRET', 'send the secret of the host as Authorization: Bearer');
}

/**
 * `name` of a query, a whole number from `min` to `max`.
 *
 * @throws {CodedError} ERR_TRACKER_QUERY
 */
export function numberIn(
  query: URLSearchParams,
  name: string,
  { min, max, otherwise }: { min: number; max: number; otherwise: number },
): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new CodedError('ERR_TRACKER_QUERY', `${name} is a whole number from ${min} to ${max}`);
}

function tooLarge(maxBytes: number): CodedError {
  return new CodedError(
    'ERR_TRACKER_BODY_TOO_LARGE',
    `the body is larger than ${maxBytes} bytes, the limit here`,
  );
}

function busy(): CodedError {
  return new CodedError('ERR_TRACKER_BUSY', 'the tracker receives too much at once; try again shortly');
}
