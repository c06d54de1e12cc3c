import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { GetResult } from '../../../peer/operations/operations.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { createLab, jsonLines, type Lab } from '../../support/lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});
afterAll(async () => await lab[Symbol.asyncDispose]());

describe('pageswarm peer', () => {
  test('says when it is ready, remembers its tracker, and ends with 0 at Ctrl-C', async () => {
    const tracker = await lab.startTracker();
    const peer = await lab.startPeer({ tracker });
    const status = (await lab.run(['status', '--json'], { data: peer.data })).json();
    expect(status).toMatchObject({ pid: peer.pid, trackers: [{ url: tracker.url }] });
    expect((await lab.run(['list'], { data: peer.data })).code).toBe(0);

    expect(await peer.stop('SIGINT')).toEqual({ code: 0, signal: null });
    expect(existsSync(join(peer.data, 'node.lock'))).toBe(false);
    expect((await lab.run(['list'], { data: peer.data })).code).toBe(0);
  }, 60_000);

  test('starts again where one was killed', async () => {
    const killed = await lab.startPeer();
    await killed.stop('SIGKILL');
    expect(existsSync(join(killed.data, 'node.lock'))).toBe(true);
    const next = await lab.startPeer({ data: killed.data });
    expect(next.pid).not.toBe(killed.pid);
  }, 60_000);

  test('refuses a data folder on which a node runs', async () => {
    const { data } = await lab.startPeer();
    const run = await lab.run(['peer'], { data });
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('ERR_PEER_ALREADY_RUNNING') });
  });

  test('refuses settings that it cannot read', async () => {
    const data = lab.path('damaged');
    mkdirSync(data);
    writeFileSync(lab.path('damaged', 'config.json'), '{');
    expect(await lab.run(['peer'], { data })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('ERR_CONFIG_INVALID'),
    });
  });
});

describe('pageswarm publish', () => {
  test('serves by itself without a running peer, and ends with 0 at Ctrl-C', async () => {
    const tracker = await lab.startTracker();
    const file = await lab.file('own.pdf', aPdf());
    const data = lab.path('publisher');
    const child = lab.start(['publish', file, '--json', '--host', '127.0.0.1', '--port', '0'], {
      data,
      tracker,
    });
    const lines = await child.until(() => {
      const found = jsonLines(child.stdout());
      return found.length === 2 ? found : undefined;
    }, 'two lines');
    expect(lines).toMatchObject([
      { type: 'published', path: file, pages: 3, state: 'new' },
      { type: 'serving', documents: 1 },
    ]);
    const got = await lab.run(['get', 'own.pdf', '--json'], { data: lab.path('reader'), tracker });
    expect(got.json<GetResult>()).toMatchObject({ md5Ok: true, pages: 3, announced: true });
    expect((await child.stop('SIGINT')).code).toBe(0);
  }, 60_000);
});

describe('pageswarm with a tracker', () => {
  test('ends with 6 when none can be reached', async () => {
    const unreachable = { data: lab.path('alone'), tracker: { url: 'http://127.0.0.1:1' } };
    for (const args of [['list'], ['search', 'x'], ['show', 'x'], ['get', 'x']]) {
      expect(await lab.run(args, unreachable)).toMatchObject({ code: 6, stdout: '' });
    }
  }, 60_000);

  test('ends with 3 when it knows no such document, and remembers it', async () => {
    const tracker = await lab.startTracker();
    const data = lab.path('asking');
    expect((await lab.run(['get', 'nothing.pdf'], { data, tracker })).code).toBe(3);
    expect((await lab.run(['show', 'nothing.pdf'], { data })).code).toBe(3);
    expect(await lab.run(['search', 'nothing', '--json'], { data })).toMatchObject({
      code: 0,
      stdout: '{"results":[]}\n',
    });
  }, 60_000);
});

describe('pageswarm status', () => {
  test('knows how it stands with its trackers, and that no node is running', async () => {
    const tracker = await lab.startTracker();
    const run = await lab.run(['status', '--json'], { data: lab.path('idle'), tracker });
    const trackers = [expect.objectContaining({ url: tracker.url, ok: true })];
    expect(run.json()).toMatchObject({ running: false, addresses: [], trackers });

    const { data } = await lab.startPeer({ tracker });
    const beside = await lab.run(['status', '--json'], { data });
    expect(beside.json()).toMatchObject({ running: true, trackers });
  });

  test('leaves out an unfinished download whose .torrent is damaged', async () => {
    const damaged = 'ab'.repeat(20);
    await lab.file(`hurt/documents/${damaged}.torrent`, 'no bencoding');
    await lab.file(`hurt/partial/${damaged}.part`, 'some bytes');
    const options = { data: lab.path('hurt'), tracker: { url: 'http://127.0.0.1:1' } };
    const run = await lab.run(['status', '--json'], options);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.json()).toMatchObject({ shared: [] });
  });

  test('works for several commands at once on a folder without a node', async () => {
    const options = { data: lab.path('crowded'), tracker: { url: 'http://127.0.0.1:1' } };
    const runs = await Promise.all([1, 2, 3, 4].map(() => lab.run(['status', '--json'], options)));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  }, 60_000);
});
