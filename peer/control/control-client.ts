import { setMaxListeners } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { CodedError, codeOf, messageOf } from '../../common/errors.ts';
import type { Abortable, GetEvent, Operations, PublishEvent, VerifyEvent } from '../operations/operations.ts';
import { parseEvents } from './event-stream.ts';
import type { Answer, Lock } from './lock-file.ts';
import { remoteObserve } from './remote-observe.ts';
import { type Ask, remoteTransfers } from './remote-transfers.ts';
import { NODE_PATH, OPERATIONS_PATH } from './routes.ts';

/** A node that is busy hashing answers within some ten ms; one that takes longer is stopped or stuck. */
const PING_MS = 2000;
/** The list of everything published, with a million documents, is below this; bytes. */
const MAX_ANSWER_BYTES = 1024 * 1024 * 1024;

/** Whether the node that wrote `lock` is there. */
export async function askNode(lock: Lock): Promise<Answer> {
  const signal = AbortSignal.timeout(PING_MS);
  try {
    const response = await send(lock, 'GET', NODE_PATH, '', signal);
    const { pid } = JSON.parse(await readAll(response)) as { pid?: unknown };
    if (typeof pid !== 'number') return 'gone';
    return response.statusCode === 200 ? 'answers' : 'ending';
  } catch {
    return signal.aborted ? 'silent' : 'gone';
  }
}

/**
 * The operations of the node that wrote `lock`, over its control port. Errors keep their code and message.
 *
 * @throws {CodedError} from every operation also ERR_CONTROL_LOST, when that node ends meanwhile, and
 *   ERR_PEER_INTERRUPTED when the signal aborts: then the node ends the operation, too
 */
export function remoteOperations(lock: Lock): Operations {
  const ask: Ask = {
    value: async <T>(name: string, body: object, { signal }: Abortable) =>
      (await askValue(lock, name, body, signal)) as T,
    events: (name, body, { signal }) => askEvents(lock, name, body, signal),
  };
  const { value } = ask;
  return {
    publish: (request, { signal }) => askEvents<PublishEvent>(lock, 'publish', request, signal),
    get: (request, { signal }) => askEvents<GetEvent>(lock, 'get', request, signal),
    search: (words, options) => value('search', { words }, options),
    show: (document, options) => value('show', { document }, options),
    async torrent(document, options) {
      const { name, bytes } = await value<{ name: string; bytes: string }>('torrent', { document }, options);
      return { name, bytes: new Uint8Array(Buffer.from(bytes, 'base64')) };
    },
    list: (options) => value('list', {}, options),
    shared: (options) => value('shared', {}, options),
    status: (options) => value('status', {}, options),
    remove: (request, options) => value('remove', request, options),
    verify: (request, { signal }) => askEvents<VerifyEvent>(lock, 'verify', request, signal),
    preview: (request, options) => value('preview', request, options),
    readable: (document, options) => value('readable', { document }, options),
    settings: (options) => value('settings', {}, options),
    configure: (change, options) => value('configure', change, options),
    ...remoteTransfers(ask),
    ...remoteObserve(ask),
  };
}

async function askValue(lock: Lock, name: string, body: object, signal: AbortSignal): Promise<unknown> {
  try {
    const response = await send(lock, 'POST', OPERATIONS_PATH + name, JSON.stringify(body), signal);
    const answer = JSON.parse(await readAll(response)) as unknown;
    if (response.statusCode !== 200) throw errorFrom(answer);
    return answer;
  } catch (error) {
    throw connectionError(error, signal);
  }
}

async function* askEvents<Event>(
  lock: Lock,
  name: string,
  body: object,
  signal: AbortSignal,
): AsyncGenerator<Event> {
  let response: IncomingMessage | undefined;
  try {
    response = await send(lock, 'POST', OPERATIONS_PATH + name, JSON.stringify(body), signal);
    if (response.statusCode !== 200) throw errorFrom(JSON.parse(await readAll(response)));
    response.setEncoding('utf8');
    for await (const { name: kind, data } of parseEvents(response)) {
      if (kind === 'done') return;
      if (kind === 'error') throw errorFrom(JSON.parse(data));
      yield JSON.parse(data) as Event;
    }
    throw lost('it ended');
  } catch (error) {
    throw connectionError(error, signal);
  } finally {
    response?.destroy(); // a consumer that stops early ends the operation
  }
}

function send(
  lock: Lock,
  method: string,
  path: string,
  body: string,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${lock.token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    // every request listens to it while it lasts: who asks for a hundred things at once leaks nothing
    setMaxListeners(0, signal);
    const target = { host: '127.0.0.1', port: lock.port, method, path, headers, signal, agent: false };
    httpRequest(target, resolve)
      .on('error', (error) => reject(HUNG_UP.has(codeOf(error) ?? '') ? ending(error) : error))
      .end(body);
  });
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_ANSWER_BYTES) throw new CodedError('ERR_CONTROL_BAD_ANSWER', 'the answer is too long');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString();
}

/** The error that the node threw. */
function errorFrom(failure: unknown): CodedError {
  const { code, message } = failure as { readonly code?: unknown; readonly message?: unknown };
  return new CodedError(String(code), String(message));
}

function connectionError(error: unknown, signal: AbortSignal): CodedError {
  if (signal.aborted) {
    const what = 'interrupted: everything verified is kept, and the same command goes on from there';
    return new CodedError('ERR_PEER_INTERRUPTED', what, { cause: error });
  }
  if (error instanceof CodedError) return error;
  return lost(messageOf(error), error);
}

/** How a node hangs up that ends just when it is asked; before its answer began, so the question may be put to the next. */
const HUNG_UP = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE']);

function ending(cause: unknown): CodedError {
  return new CodedError('ERR_CONTROL_ENDING', 'the running peer has ended: start the command again', {
    cause,
  });
}

function lost(why: string, cause?: unknown): CodedError {
  return new CodedError('ERR_CONTROL_LOST', `lost the running peer (${why}): start the command again`, {
    cause,
  });
}
