import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CodedError, codeOf, messageOf } from '../../common/errors.ts';
import type { Log } from '../../common/runtime/log.ts';
import { unlessAborted } from '../../common/runtime/unless-aborted.ts';
import type { Operations } from '../operations/operations.ts';
import { admit } from './admission.ts';
import { formatEvent } from './event-stream.ts';
import { parseRequestBody } from './request-body.ts';
import { isWatching, NODE_PATH, routeOf } from './routes.ts';
import { createRunning, type Running } from './running.ts';

/** Ten thousand paths to publish; more are given as their folder. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/** How long, ms, the last answers may take to leave. */
const LAST_ANSWERS_MS = 1000;

const STATUS = new Map<string, number>([
  ['ERR_CONTROL_NOT_AUTHORISED', 401],
  ['ERR_CONTROL_FOREIGN_HOST', 403],
  ['ERR_CONTROL_NO_SUCH_OPERATION', 404],
  ['ERR_CONTROL_BODY_TOO_LARGE', 413],
  ['ERR_CONTROL_BAD_REQUEST', 400],
  ['ERR_CONTROL_ENDING', 503],
]);

/** The HTTP side of the control API. */
export interface ControlServer {
  readonly port: number;
  /** Waits until no operation runs; from that moment no more are started. */
  finish(): Promise<void>;
  /** Aborts the signals of all operations, waits until they have ended, and starts no more. */
  end(): Promise<void>;
  /** Ends, and closes the port. */
  close(): Promise<void>;
}

/** What the server answers from. */
export interface ControlServerOptions {
  readonly token: string;
  /** requests wait for it */
  readonly operations: Promise<Operations>;
  /** how long, ms, aborted operations may take to end */
  readonly graceMs: number;
  readonly log: Log;
}

/** Listens on a free port of 127.0.0.1. */
export async function listenForControl(options: ControlServerOptions): Promise<ControlServer> {
  const running = createRunning();
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 1000, maxHeaderSize: 16_384 },
    // a request can still be read after the port is closed, when the server has no address any more
    (request, response) => void answer(request, response, { ...options, port, running }),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // a connection that the system could not hand over (no file descriptor left) is lost, the node is not
  server.on('error', (error) => options.log.debug('control-connection-lost', { err: error }));
  const port = portOf(server);

  const end = () => running.end(options.graceMs);
  return {
    port,
    finish: running.finish,
    end,
    async close() {
      await end();
      const closed = once(server, 'close');
      server.close();
      server.closeIdleConnections();
      // answers that are on their way arrive; who does not read his is hung up on
      const timer = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS);
      await closed;
      clearTimeout(timer);
    },
  };
}

interface Context extends ControlServerOptions {
  readonly port: number;
  readonly running: Running;
}

/** The one place where a request's errors are caught. */
async function answer(request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
  try {
    admit(request, context);
    if (request.method === 'GET' && request.url === NODE_PATH) {
      sendJson(response, context.running.ended() ? 503 : 200, { pid: process.pid });
    } else await operate(request, response, context);
  } catch (error) {
    context.log.debug('control-request-failed', { path: request.url, err: error });
    if (response.headersSent) response.end(formatEvent('error', failureOf(error)));
    else sendJson(response, STATUS.get(codeOf(error) ?? '') ?? 500, failureOf(error));
  }
}

async function operate(request: IncomingMessage, response: ServerResponse, context: Context): Promise<void> {
  const route = request.method === 'POST' ? routeOf(request.url ?? '') : undefined;
  if (route === undefined) {
    throw new CodedError(
      'ERR_CONTROL_NO_SUCH_OPERATION',
      'no such operation: see docs/guides/command-line.md',
    );
  }
  const body = parseRequestBody(await readBody(request));
  const leaving = new AbortController();
  response.on('close', () => leaving.abort());
  const waited = !isWatching(request.url ?? '');
  const work = async (): Promise<void> => {
    const { signal } = leaving;
    const operations = await unlessAborted(context.operations, signal);
    const result = route(operations, body, { signal });
    if (Symbol.asyncIterator in result) await sendEvents(response, result, signal);
    else sendJson(response, 200, (await result) ?? null);
  };
  await context.running.run(leaving, work, waited);
}

async function sendEvents(
  response: ServerResponse,
  events: AsyncIterable<unknown>,
  signal: AbortSignal,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.flushHeaders();
  for await (const event of events) {
    if (!response.write(formatEvent('event', event))) await unlessAborted(once(response, 'drain'), signal);
  }
  response.end(formatEvent('done', null));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_BODY_BYTES) {
      throw new CodedError('ERR_CONTROL_BODY_TOO_LARGE', `a request has at most ${MAX_BODY_BYTES} bytes`);
    }
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify(value));
}

function failureOf(error: unknown): { readonly code: string; readonly message: string } {
  return { code: codeOf(error) ?? 'ERR_PEER_FAILED', message: messageOf(error) };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
