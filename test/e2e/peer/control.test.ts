import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { CodedError } from '../../../common/errors.ts';
import { type Control, connectControl, openControl } from '../../../peer/control/control.ts';
import type { GetEvent, Operations, PublishEvent } from '../../../peer/operations/operations.ts';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pageswarm-control-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A control on `data` that is closed after the test. */
async function aControl(data: string, operations?: Partial<Operations>): Promise<Control> {
  const control = await openControl(data);
  cleanups.push(() => control[Symbol.asyncDispose]());
  if (operations !== undefined) control.serve(operations as Operations);
  return control;
}

async function clientOf(data: string): Promise<Operations> {
  const operations = await connectControl(data);
  if (operations === undefined) throw new Error('no control');
  return operations;
}

const never = { signal: new AbortController().signal };
const lockOf = (data: string) => JSON.parse(readFileSync(join(data, 'node.lock'), 'utf8'));

interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** The status of a hand-made request, with the token unless `headers` say otherwise. */
async function statusOf(
  data: string,
  { path = '/v1/operations/list', method = 'POST', headers, body = '{}' }: Sent,
) {
  const { port, token } = lockOf(data);
  const authorization = `Bearer ${token}`;
  const sent = request({
    host: '127.0.0.1',
    port,
    path,
    method,
    headers: { authorization, ...headers },
    agent: false,
  });
  sent.on('error', () => undefined); // a refused body may be cut off
  sent.end(body);
  const [response] = await once(sent, 'response');
  response.resume();
  return response.statusCode;
}

const planned: GetEvent = { type: 'planned', holders: [] };

describe('openControl', () => {
  test('writes a lock that only the owner can read, and takes it back at the end', async () => {
    const data = newFolder();
    const control = await openControl(data);
    expect(lockOf(data)).toMatchObject({ pid: process.pid, port: control.port });
    expect(statSync(join(data, 'node.lock')).mode & 0o777).toBe(0o600);
    await control[Symbol.asyncDispose]();
    expect(existsSync(join(data, 'node.lock'))).toBe(false);
  });

  test('refuses a second node on the folder and names the first', async () => {
    const data = newFolder();
    await aControl(data, {});
    await expect(openControl(data)).rejects.toMatchObject({
      code: 'ERR_PEER_ALREADY_RUNNING',
      message: expect.stringContaining(String(process.pid)),
    });
  });

  test('replaces the lock of a process that is gone', async () => {
    const data = newFolder();
    const dead = spawn(process.execPath, ['-e', '']);
    await once(dead, 'exit');
    const lock = { version: 1, pid: dead.pid, machine: hostname(), port: 1, token: 'a'.repeat(64) };
    writeFileSync(join(data, 'node.lock'), JSON.stringify(lock));
    expect(await connectControl(data)).toBeUndefined();
    await aControl(data, {});
    expect(lockOf(data).pid).toBe(process.pid);
  });

  test('replaces a lock whose number was given to another process', async () => {
    const data = newFolder();
    const lock = { version: 1, pid: process.ppid, machine: hostname(), port: 1, token: 'a'.repeat(64) };
    writeFileSync(join(data, 'node.lock'), JSON.stringify(lock));
    await aControl(data, {});
    expect(lockOf(data).pid).toBe(process.pid);
  });

  test('leaves the folder to a node of another machine for as long as that touches its lock', async () => {
    const data = newFolder();
    const file = join(data, 'node.lock');
    const lock = { version: 1, pid: 1, machine: 'elsewhere', port: 1, token: 'a'.repeat(64) };
    writeFileSync(file, JSON.stringify(lock));
    await expect(openControl(data)).rejects.toMatchObject({ code: 'ERR_PEER_ALREADY_RUNNING' });
    utimesSync(file, new Date(), new Date(Date.now() - 3_600_000));
    await aControl(data, {});
    expect(lockOf(data).pid).toBe(process.pid);
  });

  test('says what is wrong with a lock that cannot be read', async () => {
    const data = newFolder();
    mkdirSync(join(data, 'node.lock'));
    await expect(openControl(data)).rejects.toMatchObject({ code: 'ERR_LIBRARY_IO' });
  }, 10_000); // it used to try again for 20 s, flushing a file each time

  test('waits for a node that is ending', async () => {
    const data = newFolder();
    const first = await aControl(data, {});
    await first.end();
    expect(await connectControl(data)).toBeUndefined();
    const second = aControl(data, {});
    await first[Symbol.asyncDispose]();
    const { port } = await second;
    expect(lockOf(data).port).toBe(port);
  });

  test('lets nobody in without the token, with a foreign host name, or from a web page', async () => {
    const data = newFolder();
    const { port } = await aControl(data, { list: async () => [] });
    expect(await statusOf(data, {})).toBe(200);
    expect(await statusOf(data, { headers: { host: `localhost:${port}` } })).toBe(200);
    expect(await statusOf(data, { headers: { authorization: 'Bearer x' } })).toBe(401);
    expect(await statusOf(data, { headers: { authorization: '' } })).toBe(401);
    expect(await statusOf(data, { headers: { host: `evil.example:${port}` } })).toBe(403);
    expect(await statusOf(data, { headers: { origin: 'https://evil.example' } })).toBe(403);
  });

  test('answers what it does not understand with a status and goes on', async () => {
    const data = newFolder();
    await aControl(data, { list: async () => [] });
    expect(await statusOf(data, { path: '/v1/operations/constructor' })).toBe(404);
    expect(await statusOf(data, { method: 'GET', body: '' })).toBe(404);
    expect(await statusOf(data, { body: '[' })).toBe(400);
    expect(await statusOf(data, { path: '/v1/operations/show', body: '{"document":1}' })).toBe(400);
    expect(await statusOf(data, { path: '/v1/operations/pause' })).toBe(400);
    expect(await statusOf(data, { path: '/v1/operations/forget', body: '{"id":1}' })).toBe(400);
    expect(await statusOf(data, { path: '/v1/operations/publish', body: '{"paths":["a.pdf"]}' })).toBe(400);
    expect(await statusOf(data, { body: `"${'x'.repeat(5_000_000)}"` })).toBe(413);
    expect(await statusOf(data, {})).toBe(200);
  });
});

describe('connectControl', () => {
  test('finds nothing where no node runs', async () => {
    expect(await connectControl(newFolder())).toBeUndefined();
  });

  test('says so when the node accepts and never answers', async () => {
    const data = newFolder();
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    cleanups.push(() => silent.close());
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    const lock = { version: 1, pid: process.pid, machine: hostname(), port, token: 'a'.repeat(64) };
    writeFileSync(join(data, 'node.lock'), JSON.stringify(lock));
    await expect(connectControl(data)).rejects.toMatchObject({ code: 'ERR_PEER_NOT_ANSWERING' });
  });

  test('says that a node has ended when it hangs up before its answer began, for then nothing came of it', async () => {
    const data = newFolder();
    const control = await aControl(data, {});
    const client = await clientOf(data);
    await control[Symbol.asyncDispose]();
    const rude = createServer((socket) => void socket.once('data', () => socket.resetAndDestroy()));
    rude.listen(control.port, '127.0.0.1');
    cleanups.push(() => rude.close());
    await once(rude, 'listening');
    await expect(client.status(never)).rejects.toMatchObject({ code: 'ERR_CONTROL_ENDING' });
  });

  test('passes requests and results through, bytes and wide characters, too', async () => {
    const data = newFolder();
    const asked: unknown[] = [];
    await aControl(data, {
      search: async (words) => {
        asked.push(words);
        return [];
      },
      torrent: async (document) => {
        asked.push(document);
        return { name: '本.pdf', bytes: new Uint8Array([0, 255]) };
      },
      remove: async (wanted) => {
        asked.push(wanted);
        return { sha256: '', name: '', path: '', fileDeleted: true, withdrawn: [] };
      },
    });
    const client = await clientOf(data);
    expect(await client.search('é\n本', never)).toEqual([]);
    expect(await client.torrent('x', never)).toEqual({ name: '本.pdf', bytes: new Uint8Array([0, 255]) });
    expect((await client.remove({ document: 'd', deleteFile: true }, never)).fileDeleted).toBe(true);
    expect(asked).toEqual(['é\n本', 'x', { document: 'd', deleteFile: true }]);
  });

  test('asks any number of things at once on one signal, without a warning', async () => {
    const data = newFolder();
    await aControl(data, { list: async () => [] });
    const client = await clientOf(data);
    const warnings: string[] = [];
    const note = ({ name }: Error) => void warnings.push(name);
    process.on('warning', note);
    cleanups.push(() => process.off('warning', note));
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 40 }, () => client.list({ signal } as never)));
    await new Promise((resolve) => setImmediate(resolve));
    expect(warnings).toEqual([]);
  });

  test('gives events in order and ends with the operation', async () => {
    const data = newFolder();
    const events: PublishEvent[] = Array.from({ length: 5000 }, (_, done) => ({
      type: 'reading',
      path: '/ü\n\n.pdf',
      stage: 'map',
      done,
      total: 5000,
    }));
    await aControl(data, {
      async *publish() {
        yield* events;
      },
    });
    const request = { paths: ['/a'], copy: false, any: false };
    const given: PublishEvent[] = [];
    for await (const event of (await clientOf(data)).publish(request, never)) given.push(event);
    expect(given).toEqual(events);
  });

  test('rebuilds errors with their code, before and after the first event', async () => {
    const data = newFolder();
    await aControl(data, {
      show: async () => {
        throw new CodedError('ERR_SEARCH_NOT_FOUND', 'no such document');
      },
      // biome-ignore lint/correctness/useYield: it fails before it gives anything
      async *publish() {
        throw new CodedError('ERR_TRACKER_UNREACHABLE', 'nobody there');
      },
      async *get() {
        yield planned;
        throw new CodedError('ERR_GET_TARGET_EXISTS', 'there is a file');
      },
    });
    const client = await clientOf(data);
    await expect(client.show('x', never)).rejects.toMatchObject({
      code: 'ERR_SEARCH_NOT_FOUND',
      message: 'no such document',
    });
    const publishing = client.publish({ paths: [], copy: false, any: false }, never)[Symbol.asyncIterator]();
    await expect(publishing.next()).rejects.toMatchObject({ code: 'ERR_TRACKER_UNREACHABLE' });
    const getting = client.get({ document: 'x', serve: true }, never)[Symbol.asyncIterator]();
    expect((await getting.next()).value).toEqual(planned);
    await expect(getting.next()).rejects.toMatchObject({ code: 'ERR_GET_TARGET_EXISTS' });
  });

  test('ends the operation in the node when its own signal aborts', async () => {
    const data = newFolder();
    const ended = endedOperation();
    await aControl(data, { get: ended.get });
    const leaving = new AbortController();
    const getting = (await clientOf(data))
      .get({ document: 'x', serve: true }, leaving)
      [Symbol.asyncIterator]();
    await getting.next();
    leaving.abort();
    await expect(getting.next()).rejects.toMatchObject({ code: 'ERR_PEER_INTERRUPTED' });
    await ended.promise;
  });

  test('ends the operation in the node when its reader stops early', async () => {
    const data = newFolder();
    const ended = endedOperation();
    await aControl(data, { get: ended.get });
    for await (const _ of (await clientOf(data)).get({ document: 'x', serve: true }, never)) break;
    await ended.promise;
  });

  test('tells clients that a node is ending, after the operation has put its work away', async () => {
    const data = newFolder();
    const ended = endedOperation();
    const control = await aControl(data, { get: ended.get });
    const getting = (await clientOf(data)).get({ document: 'x', serve: true }, never)[Symbol.asyncIterator]();
    await getting.next();
    const next = expect(getting.next()).rejects.toMatchObject({ code: 'ERR_PEER_INTERRUPTED' });
    await control.end();
    await next;
    await ended.promise;
  });

  test('answers a request that is on its way when the port closes', async () => {
    const data = newFolder();
    const control = await aControl(data, {});
    const { port, token } = lockOf(data);
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(`POST /v1/operations/list HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\n`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const closing = control[Symbol.asyncDispose]();
    socket.write(`authorization: Bearer ${token}\r\ncontent-length: 2\r\n\r\n{}`);
    const [answer] = await once(socket, 'data');
    expect(String(answer)).toContain('ERR_CONTROL_ENDING');
    await closing;
  });

  test('waits in the node until that is composed', async () => {
    const data = newFolder();
    const control = await aControl(data);
    const list = (await clientOf(data)).list(never);
    control.serve({ list: async () => [] } as Partial<Operations> as Operations);
    expect(await list).toEqual([]);
  });

  test('is let finish by a node that has done its own work, and the next is told that nothing began', async () => {
    const data = newFolder();
    const asked = new EventEmitter();
    const answers = new EventEmitter();
    const control = await aControl(data, {
      list: async () => {
        const answered = once(answers, 'list');
        asked.emit('list');
        await answered;
        return [];
      },
    });
    const client = await clientOf(data);
    const begun = once(asked, 'list');
    const list = client.list(never);
    await begun;
    const idle = control.idle();
    answers.emit('list');
    expect(await list).toEqual([]);
    await idle;
    await expect(client.list(never)).rejects.toMatchObject({ code: 'ERR_CONTROL_ENDING' });
  });
});

/** A `get` that goes on until its signal aborts, and a promise that it has. */
function endedOperation() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  async function* get(_: unknown, { signal }: { signal: AbortSignal }): AsyncGenerator<GetEvent> {
    yield planned;
    if (!signal.aborted) await once(signal, 'abort');
    resolve();
    throw new CodedError('ERR_PEER_INTERRUPTED', 'kept');
  }
  return { promise, get };
}
