import { STATUS_CODES } from 'node:http';
import { type CodedError, codeOf, messageOf } from '../../common/errors.ts';
import type { Problem } from '../../common/tracker-api/answers.ts';

/** What is sent back. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** `value` as JSON. */
export function jsonReply(value: unknown, status = 200): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(value)),
  };
}

/** Bencoded bytes; standard clients expect plain text and status 200 even for a refusal. */
export function bencodeReply(body: Uint8Array): Reply {
  return { status: 200, headers: { 'content-type': 'text/plain' }, body };
}

/** A file to be saved as `name`. @see RFC 6266 */
export function fileReply(name: string, contentType: string, body: Uint8Array): Reply {
  const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, percentEncoded)}`;
  return { status: 200, headers: { 'content-type': contentType, 'content-disposition': disposition }, body };
}

/** What went wrong, for a program and for people. @see RFC 9457 */
export function problemReply(error: unknown): Reply {
  const code = codeOf(error) ?? '';
  const known = code.startsWith('ERR_') ? statusOf(code) : undefined;
  const status = known ?? 500;
  const problem: Problem = {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    detail: known === undefined ? 'the tracker failed; its log says more' : messageOf(error),
    code: known === undefined ? 'ERR_TRACKER_INTERNAL' : code,
    ...candidatesOf(error),
  };
  return {
    status,
    headers: { 'content-type': 'application/problem+json', ...extraHeaders(status) },
    body: Buffer.from(JSON.stringify(problem)),
  };
}

const STATUSES: Readonly<Record<string, number>> = {
  ERR_TRACKER_GONE: 400,
  ERR_TRACKER_NO_SECRET: 401,
  ERR_TRACKER_NOT_THIS_HOST: 403,
  ERR_TRACKER_NOT_PUBLISHER: 403,
  ERR_TRACKER_NOT_FOUND: 404,
  ERR_TRACKER_NO_HOST: 404,
  ERR_TRACKER_NO_WORDS: 404,
  ERR_TRACKER_NO_ROUTE: 404,
  ERR_TRACKER_METHOD: 405,
  ERR_TRACKER_AMBIGUOUS: 409,
  ERR_TRACKER_WITHDRAWN: 409,
  ERR_TRACKER_STALE_WITHDRAWAL: 409,
  ERR_TRACKER_INFO_HASH_TAKEN: 409,
  ERR_TRACKER_TOO_MANY_PUBLISHERS: 409,
  ERR_TRACKER_CURSOR: 410,
  ERR_TRACKER_BODY_TOO_LARGE: 413,
  ERR_TRACKER_TOO_MANY_HOSTS: 429,
  ERR_TRACKER_TOO_MANY_HOLDINGS: 429,
  ERR_TRACKER_STORE_FAILED: 500,
  ERR_TRACKER_BUSY: 503,
  ERR_TRACKER_CATALOG_FULL: 507,
  ERR_TRACKER_NO_SPACE: 507,
};

/** Statements that do not hold and bodies that cannot be read are the sender's mistake; what we do not know is ours. */
function statusOf(code: string): number | undefined {
  if (code in STATUSES) return STATUSES[code];
  return /^ERR_(TRACKER_API|TRACKER_QUERY|PUBLICATION|METAINFO|BENCODE|ID)/.test(code) ? 400 : undefined;
}

function candidatesOf(error: unknown): Pick<Problem, 'candidates'> {
  const { candidates } = error as CodedError & Pick<Problem, 'candidates'>;
  return candidates === undefined ? {} : { candidates };
}

function extraHeaders(status: number): Record<string, string> {
  if (status === 401) return { 'www-authenticate': 'Bearer' };
  return status === 429 || status === 503 ? { 'retry-after': '5' } : {};
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
