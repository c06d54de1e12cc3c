import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TrackerClient } from '../../../common/runtime/tracker-client.ts';
import { type Child, startChild } from '../../support/child.ts';
import { anUpload } from '../../support/publications.ts';

const MAIN = fileURLToPath(new URL('../../../peer/main.js', import.meta.url));

let folder: string;
let children: Child[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pageswarm-tracker-command-'));
  children = [];
});

afterEach(async () => {
  for (const child of children) await child[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

function start(...args: readonly string[]): Child {
  const child = startChild(process.execPath, [MAIN, 'tracker', '--data', folder, ...args]);
  children.push(child);
  return child;
}

interface Ready {
  readonly type: string;
  readonly url: string;
  readonly urls: readonly string[];
  readonly port: number;
}

const readyLine = (child: Child): Promise<Ready> =>
  child.until(
    () => (child.stdout().endsWith('\n') ? (JSON.parse(child.stdout()) as Ready) : undefined),
    'ready line',
  );

describe('trackerCommand', () => {
  test('prints one ready line, answers at every address it names, and ends in order', async () => {
    const child = start('--port', '0', '--json');
    const { type, url, urls, port } = await readyLine(child);
    expect([type, urls[0], new URL(url).port]).toEqual(['ready', url, String(port)]);
    for (const at of urls) expect((await fetch(`${at}/v1/status`)).status).toBe(200);
    expect((await child.stop('SIGTERM')).code).toBe(0);
    expect(child.stderr()).toBe('');
  });

  test('prints what others must type', async () => {
    const child = start('--host', '127.0.0.1', '--port', '0');
    const text = await child.until(
      () => (child.stdout().includes('Ctrl-C') ? child.stdout() : undefined),
      'text',
    );
    const [, url] = /pageswarm peer --tracker (http:\/\/127\.0\.0\.1:\d+)\n/.exec(text) ?? [];
    expect((await fetch(`${url}/v1/status`)).status).toBe(200);
    expect((await child.stop('SIGINT')).code).toBe(0);
  });

  test('says which port is in use, and which folder', async () => {
    const { port } = await readyLine(start('--host', '127.0.0.1', '--port', '0', '--json'));
    const samePort = start('--host', '127.0.0.1', '--port', String(port), '--data', join(folder, 'other'));
    expect((await samePort.exited).code).toBe(1);
    expect(samePort.stderr()).toContain('ERR_TRACKER_PORT_IN_USE');
    const sameFolder = start('--host', '127.0.0.1', '--port', '0');
    expect((await sameFolder.exited).code).toBe(1);
    expect(sameFolder.stderr()).toContain('ERR_TRACKER_DATA_IN_USE');
  });

  test('has after a kill -9 every publication that it acknowledged', async () => {
    const first = start('--host', '127.0.0.1', '--port', '0', '--json');
    const { signal } = new AbortController();
    const client = new TrackerClient((await readyLine(first)).url, 5_000);
    const names = ['one.pdf', 'two.pdf', 'three.pdf'];
    for (const name of names) await client.publish(anUpload({ name, content: name }), signal);
    await first.stop('SIGKILL');
    const second = start('--host', '127.0.0.1', '--port', '0', '--json');
    const again = new TrackerClient((await readyLine(second)).url, 5_000);
    expect((await again.list('', 10, signal)).documents.map(({ name }) => name)).toEqual(names);
  });

  test.each([
    ['--port', '70000'],
    ['--heartbeat', '0'],
    ['--log-level', 'loud'],
  ])('takes %s %s for a mistake', async (flag, value) => {
    expect((await start(flag, value).exited).code).toBe(2);
  });

  test('names the interfaces there are when there is none of the name', async () => {
    const child = start('--interface', 'nosuch0');
    expect((await child.exited).code).not.toBe(0);
    expect(child.stderr()).toMatch(/ERR_NETWORK_NO_INTERFACE|nosuch0/);
  });
});
