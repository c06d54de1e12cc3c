import { EventEmitter, once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { CodedError } from '../../../common/errors.ts';
import { connectControl } from '../../../peer/control/control.ts';
import type { GetEvent, Operations, PublishEvent } from '../../../peer/operations/operations.ts';
import { aControl, afterwards, cleanUp, lockOf, newFolder } from '../../support/a-control.ts';
import { operationsOf } from '../../support/operations-of.ts';

afterEach(cleanUp);

const never = { signal: new AbortController().signal };
const planned: GetEvent = { type: 'planned', holders: [] };

describe('connectControl', () => {
  test('finds nothing where no node runs', async () => {
    expect(await connectControl(newFolder())).toBeUndefined();
  });

  test('says so when the node accepts and never answers', async () => {
    const data = newFolder();
    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    afterwards(() => silent.close());
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    const lock = { version: 1, pid: process.pid, machine: hostname(), port, token: 'a'.repeat(64) };
    writeFileSync(join(data, 'node.lock'), JSON.stringify(lock));
    await expect(connectControl(data)).rejects.toMatchObject({ code: 'ERR_PEER_NOT_ANSWERING' });
  });

  test('says that a node has ended when it hangs up before its answer began, for then nothing came of it', async () => {
    const data = newFolder();
    const control = await aControl(data, {});
    const client = await operationsOf(data);
    await control[Symbol.asyncDispose]();
    const rude = createServer((socket) => void socket.once('data', () => socket.resetAndDestroy()));
    rude.listen(control.port, '127.0.0.1');
    afterwards(() => rude.close());
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
    const client = await operationsOf(data);
    expect(await client.search('é\n本', never)).toEqual([]);
    expect(await client.torrent('x', never)).toEqual({ name: '本.pdf', bytes: new Uint8Array([0, 255]) });
    expect((await client.remove({ document: 'd', deleteFile: true }, never)).fileDeleted).toBe(true);
    expect(asked).toEqual(['é\n本', 'x', { document: 'd', deleteFile: true }]);
  });

  test('asks any number of things at once on one signal, without a warning', async () => {
    const data = newFolder();
    await aControl(data, { list: async () => [] });
    const client = await operationsOf(data);
    const warnings: string[] = [];
    const note = ({ name }: Error) => void warnings.push(name);
    process.on('warning', note);
    afterwards(() => process.off('warning', note));
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
    for await (const event of (await operationsOf(data)).publish(request, never)) given.push(event);
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
    const client = await operationsOf(data);
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
    const getting = (await operationsOf(data))
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
    for await (const _ of (await operationsOf(data)).get({ document: 'x', serve: true }, never)) break;
    await ended.promise;
  });

  test('tells clients that a node is ending, after the operation has put its work away', async () => {
    const data = newFolder();
    const ended = endedOperation();
    const control = await aControl(data, { get: ended.get });
    const getting = (await operationsOf(data))
      .get({ document: 'x', serve: true }, never)
      [Symbol.asyncIterator]();
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
    const list = (await operationsOf(data)).list(never);
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
    const client = await operationsOf(data);
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
