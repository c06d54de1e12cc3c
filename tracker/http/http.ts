import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { codeOf, messageOf } from '../../common/errors.ts';
import type { Log } from '../../common/runtime/log.ts';
import type { Desk } from './desk.ts';
import { type ListenRequest, listen } from './listen.ts';
import { problemReply, type Reply } from './reply.ts';
import { answerRequest } from './routes.ts';

export type { Desk } from './desk.ts';

/** A listening front. Disposing of it ends every connection. */
export interface HttpFront extends AsyncDisposable {
  readonly port: number;
}

/**
 * Limits of one connection. A client that is slower than this is cut off, and what it sent is dropped; a standard
 * client's URL has some 400 bytes, 74 scraped hashes 5,500.
 */
const LIMITS = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 30_000,
  connectionsCheckingInterval: 2_000,
};
/** ms without a byte in either direction: a client that does not read its answer */
const IDLE_MS = 60_000;
/** half of the file descriptors that systems commonly give */
const MAX_CONNECTIONS = 8_192;
/** ms for answers under way when the tracker stops */
const CLOSING_MS = 1_000;

/**
 * Answers HTTP requests from `desk`: announces and scrapes of standard clients, and the native API.
 *
 * @throws {CodedError} ERR_TRACKER_PORT_IN_USE, ERR_TRACKER_CANNOT_LISTEN
 * @see docs/protocol/tracker-api.md
 */
export async function serveHttp(desk: Desk, where: ListenRequest, log: Log): Promise<HttpFront> {
  const server = createServer(LIMITS, (request, response) => {
    void respond(request, response, desk, log);
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.setTimeout(IDLE_MS);
  server.on('clientError', (_, socket) => {
    // what it sent is no HTTP, or came too slowly: there is nobody to explain it to
    if (socket.writable)
      socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
  });
  const port = await listen(server, where);
  return { port, [Symbol.asyncDispose]: () => close(server) };
}

/** The one place where errors of a request end. */
async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  desk: Desk,
  log: Log,
): Promise<void> {
  try {
    await desk.loaded;
    write(response, await answerRequest(request, desk), request.complete);
  } catch (error) {
    const reply = problemReply(error);
    const fields = { method: request.method, code: codeOf(error), reason: messageOf(error) };
    if (reply.status >= 500) log.error('request-failed', { ...fields, err: error });
    else log.debug('request-refused', fields);
    write(response, reply, request.complete);
  }
}

/** @param isRead whether the whole request has come; what is still on its way of a refused one is not waited for */
function write(response: ServerResponse, { status, headers, body }: Reply, isRead: boolean): void {
  if (response.destroyed) return;
  response.writeHead(status, {
    ...headers,
    'content-length': body.length,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...(!isRead && { connection: 'close' }),
  });
  response.end(body);
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const impatience = setTimeout(() => server.closeAllConnections(), CLOSING_MS);
  await closed;
  clearTimeout(impatience);
}
