import type { IncomingMessage } from 'node:http';
import { CodedError } from '../../common/errors.ts';
import { decodeHeartbeat } from '../../common/tracker-api/decode-heartbeat.ts';
import { decodeUpload, decodeWithdrawal } from '../../common/tracker-api/decode-publication.ts';
import { LIMITS } from '../../common/tracker-api/limits.ts';
import { answerAnnounce, answerScrape } from '../answer/answer.ts';
import type { Desk } from './desk.ts';
import { parseAnnounce, parseScrape } from './parse-announce.ts';
import { bearerOf, numberIn, readJson, sourceOf } from './read-request.ts';
import { bencodeReply, fileReply, jsonReply, type Reply } from './reply.ts';
import { encodeAnnounceAnswer, encodeFailure, encodeScrapeAnswer } from './write-announce.ts';

/** A request whose path has been matched. */
interface Matched {
  readonly request: IncomingMessage;
  /** what stands behind the `?`, as it came */
  readonly rawQuery: string;
  readonly query: URLSearchParams;
  /** what stood for `:id` in the path */
  readonly id: string;
}

type Answer = (matched: Matched, desk: Desk) => Reply | Promise<Reply>;

/** Every path, by what it answers to which method; `:id` is one component. */
const ROUTES: Readonly<Record<string, Readonly<Record<string, Answer>>>> = {
  '/announce': { GET: announce },
  '/scrape': { GET: scrape },
  '/v1/publications': { GET: list, POST: publish },
  '/v1/publications/:id': { GET: details },
  '/v1/publications/:id/holders': { GET: holders },
  '/v1/publications/:id/upload': { GET: async ({ id }, desk) => jsonReply(await desk.registry.upload(id)) },
  '/v1/publications/:id/words': { GET: async ({ id }, desk) => jsonReply(await words(id, desk)) },
  '/v1/publications/:id/torrent': { GET: torrent },
  '/v1/torrents/:id': { GET: torrent },
  '/v1/withdrawals': { POST: withdraw },
  '/v1/search': { GET: search },
  '/v1/hosts': { GET: hosts },
  '/v1/hosts/:id': { GET: host, PUT: heartbeat, DELETE: goodbye },
  '/v1/changes': { GET: changes },
  '/v1/status': { GET: async (_, desk) => jsonReply(await desk.status()) },
};

/**
 * Answers a request.
 *
 * @throws {CodedError} ERR_TRACKER_NO_ROUTE, ERR_TRACKER_METHOD, and whatever the rooms behind the routes throw
 */
export async function answerRequest(request: IncomingMessage, desk: Desk): Promise<Reply> {
  const [path = '', rawQuery = ''] = (request.url ?? '').split('?', 2);
  const { methods, id } = match(path);
  const answer = methods[request.method === 'HEAD' ? 'GET' : (request.method ?? '')];
  if (answer === undefined) {
    throw new CodedError(
      'ERR_TRACKER_METHOD',
      `this path answers ${Object.keys(methods).join(' and ')} only`,
    );
  }
  return answer({ request, rawQuery, query: new URLSearchParams(rawQuery), id }, desk);
}

function match(path: string): { methods: Readonly<Record<string, Answer>>; id: string } {
  const [, version, collection, id, rest] =
    /^\/(v1)\/([a-z]{1,20})\/([A-Za-z0-9.]{1,80})(\/[a-z]{1,20})?$/.exec(path) ?? [];
  const pattern = version === undefined ? path : `/${version}/${collection}/:id${rest ?? ''}`;
  const methods = Object.hasOwn(ROUTES, pattern) ? ROUTES[pattern] : undefined;
  if (methods !== undefined) return { methods, id: id ?? '' };
  throw new CodedError(
    'ERR_TRACKER_NO_ROUTE',
    'nothing is here; docs/protocol/tracker-api.md lists the paths',
  );
}

function announce({ request, rawQuery }: Matched, { frontdesk, traffic, now }: Desk): Reply {
  traffic.announces.count(now());
  const parsed = parseAnnounce(rawQuery);
  if (typeof parsed === 'string') return bencodeReply(encodeFailure(parsed));
  const answer = answerAnnounce(frontdesk, parsed.request, sourceOf(request), now());
  return bencodeReply(encodeAnnounceAnswer(answer, parsed.compact));
}

function scrape({ rawQuery }: Matched, { frontdesk, now }: Desk): Reply {
  const parsed = parseScrape(rawQuery);
  if (typeof parsed === 'string') return bencodeReply(encodeFailure(parsed));
  return bencodeReply(encodeScrapeAnswer(answerScrape(frontdesk, parsed, now())));
}

async function publish({ request }: Matched, { registry, traffic, now }: Desk): Promise<Reply> {
  const answer = await registry.publish(decodeUpload(await readJson(request, LIMITS.uploadBytes)));
  traffic.publications.count(now());
  return jsonReply(answer, answer.status === 'new' ? 201 : 200);
}

async function withdraw({ request }: Matched, { registry }: Desk): Promise<Reply> {
  return jsonReply(
    await registry.withdraw(decodeWithdrawal(await readJson(request, LIMITS.withdrawalBytes))),
  );
}

function list({ query }: Matched, { registry }: Desk): Reply {
  const limit = limitIn(query);
  const name = query.get('name');
  if (name !== null) return jsonReply(registry.named(name, limit));
  return jsonReply(registry.list(afterIn(query), limit));
}

function search({ query }: Matched, { registry, traffic, now }: Desk): Reply {
  traffic.searches.count(now());
  return jsonReply(registry.search(query.get('q') ?? '', limitIn(query)));
}

async function details({ request, id }: Matched, { registry }: Desk): Promise<Reply> {
  return jsonReply(await registry.details(id, sourceOf(request)));
}

function holders({ request, id }: Matched, { registry }: Desk): Reply {
  return jsonReply({ holders: registry.holders(id, sourceOf(request)) });
}

async function words(id: string, { registry }: Desk): Promise<{ wordsPerPage: readonly number[] }> {
  return { wordsPerPage: await registry.words(id) };
}

async function torrent({ request, id }: Matched, { registry, announceUrls }: Desk): Promise<Reply> {
  const urls = new Set([...askedUrl(request), ...announceUrls()]);
  const { name, bytes } = await registry.torrent(id.replace(/\.torrent$/, ''), [...urls]);
  return fileReply(name, 'application/x-bittorrent', bytes);
}

function hosts({ request, query }: Matched, { registry }: Desk): Reply {
  return jsonReply(registry.hosts(afterIn(query), limitIn(query), sourceOf(request)));
}

function host({ request, query, id }: Matched, { registry }: Desk): Reply {
  return jsonReply(registry.host(id, afterIn(query), limitIn(query), sourceOf(request)));
}

async function heartbeat({ request, id }: Matched, { presence, traffic, now }: Desk): Promise<Reply> {
  traffic.heartbeats.count(now());
  const secret = bearerOf(request);
  const beat = decodeHeartbeat(await readJson(request, LIMITS.heartbeatBytes));
  return jsonReply(presence.heartbeat(id, secret, beat, sourceOf(request)));
}

function goodbye({ request, id }: Matched, { presence }: Desk): Reply {
  presence.goodbye(id, bearerOf(request));
  return { status: 204, headers: {}, body: new Uint8Array() };
}

async function changes({ query }: Matched, { changes: log }: Desk): Promise<Reply> {
  return jsonReply(await log.page(query.get('cursor') ?? undefined, limitIn(query)));
}

function limitIn(query: URLSearchParams): number {
  return numberIn(query, 'limit', { min: 1, max: LIMITS.pageLength, otherwise: 100 });
}

function afterIn(query: URLSearchParams): number {
  return numberIn(query, 'after', { min: 0, max: Number.MAX_SAFE_INTEGER, otherwise: 0 });
}

/** The announce URL by which the asker reached this tracker: behind a name or a forwarded port only it knows it. */
function askedUrl({ headers: { host } }: IncomingMessage): string[] {
  return /^([a-zA-Z0-9.-]{1,253}|\[[0-9a-fA-F:.]{2,45}\])(:\d{1,5})?$/.test(host ?? '')
    ? [`http://${host}/announce`]
    : [];
}
