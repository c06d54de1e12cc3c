import { readFile, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TrackerClient } from '../../../common/runtime/tracker-client.ts';
import { hostIdOf } from '../../../common/tracker-api/host-id.ts';
import { aHeartbeat } from '../../support/a-heartbeat.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/free-port.ts';
import { createLab, type Lab } from '../../support/lab.ts';
import { anUpload } from '../../support/publications.ts';
import { openTestTerminal, type TestTerminal, type TestTerminalOptions } from '../../support/terminal.ts';

const { signal } = new AbortController();
const SECRET = 'the-secret-of-a-host';

let lab: Lab;

beforeEach(async () => {
  lab = await createLab();
});

afterEach(async () => {
  await lab[Symbol.asyncDispose]();
});

interface Shown {
  readonly terminal: TestTerminal;
  readonly client: TrackerClient;
  readonly url: string;
}

async function open(options: TestTerminalOptions = {}, ...args: readonly string[]): Promise<Shown> {
  const all = ['tracker', '--host', '127.0.0.1', '--port', '0', '--data', lab.path('tracker'), ...args];
  const terminal = openTestTerminal(all, { lab, columns: 100, rows: 30, ...options });
  const text = await terminal.until(/http:\/\/127\.0\.0\.1:\d+ · /);
  const [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
  return { terminal, url, client: new TrackerClient(url, 5_000) };
}

async function publish(client: TrackerClient, name: string, fields = {}) {
  const upload = anUpload({ name, content: name, ...fields });
  await client.publish(upload, signal);
  return upload.publication;
}

describe('showTracker', () => {
  test('shows what is published while it is published, finds it as one types, and gives the terminal back', async () => {
    const { terminal, client } = await open();
    await terminal.until('Nothing is published here yet.');
    expect(terminal.alternate()).toBe(true);
    await publish(client, 'Introdução à Física.pdf');
    await terminal.until('Introdução à Física.pdf');
    await publish(client, 'Atlas.pdf');
    await terminal.until('Atlas.pdf');
    terminal.type('/');
    await terminal.until(/\/ +.* of 2/);
    terminal.type('fisica');
    await terminal.until((text) => text.includes('Introdução à Física.pdf') && !text.includes('Atlas.pdf'));
    terminal.press('escape');
    await terminal.until('Atlas.pdf');
    terminal.type('q');
    expect((await terminal.exited).code).toBe(0);
    expect([terminal.alternate(), terminal.mouseOn(), terminal.cursorHidden()]).toEqual([
      false,
      false,
      false,
    ]);
    expect(terminal.text()).toContain('Stopping.');
  });

  test('opens details on enter and on a double click, with who holds it', async () => {
    const { terminal, client } = await open();
    const { infoHash, md5 } = await publish(client, 'Atlas.pdf', { wordsPerPage: [3, 0, 5] });
    await terminal.until('Atlas.pdf');
    terminal.press('enter');
    await terminal.until(md5);
    await terminal.until('Nobody holds it at the moment');
    const beat = aHeartbeat({ client: 'Lamp 1.2', changes: [{ infoHash, heldPercent: 41.5, heldPages: 1 }] });
    await client.heartbeat(hostIdOf(SECRET), SECRET, beat, signal);
    await terminal.until(/127\.0\.0\.1:7001 +Lamp 1\.2 +41\.5 % +1 of 3 +\d s ago/);
    await terminal.until('Words per page (at most 5)');
    terminal.press('escape');
    await terminal.until((text) => !text.includes(md5));
    const { column, row } = terminal.find('Atlas.pdf');
    terminal.doubleClick(column, row);
    await terminal.until(md5);
  });

  test('saves the .torrent as it is handed out over HTTP, and asks before it replaces a file', async () => {
    const { terminal, client, url } = await open();
    const { infoHash } = await publish(client, 'Atlas.pdf', { map: Buffer.from('a map') });
    await terminal.until('Atlas.pdf');
    const served = await fetch(`${url}/v1/torrents/${infoHash}.torrent`);
    const expected = Buffer.from(await served.arrayBuffer());
    terminal.type('t');
    await terminal.until('Atlas.pdf.torrent');
    terminal.press('enter');
    const saved = async () =>
      (await readFile(lab.path('Atlas.pdf.torrent')).catch(() => Buffer.of())).equals(expected);
    await eventually(async () => (await saved()) || undefined, 'file');
    await terminal.until('Saved ');

    await writeFile(lab.path('Atlas.pdf.torrent'), 'mine');
    terminal.type('t');
    await terminal.until('Save the .torrent as');
    terminal.press('enter');
    await terminal.until('Write over it?');
    terminal.type('n');
    await terminal.until((text) => !text.includes('Write over it?'));
    expect(await readFile(lab.path('Atlas.pdf.torrent'), 'utf8')).toBe('mine');
    terminal.type('t');
    await terminal.until('Save the .torrent as');
    terminal.press('enter');
    await terminal.until('Write over it?');
    terminal.type('y');
    await eventually(async () => (await saved()) || undefined, 'file');
  });

  test('shows hosts and what they hold, counters, and the log', async () => {
    const { terminal, client, url } = await open();
    const { infoHash } = await publish(client, 'Atlas.pdf');
    const beat = aHeartbeat({ client: 'Lamp 1.2', changes: [{ infoHash, complete: true }] });
    await client.heartbeat(hostIdOf(SECRET), SECRET, beat, signal);
    terminal.type('2');
    await terminal.until(
      new RegExp(`${hostIdOf(SECRET).slice(0, 12)} 127\\.0\\.0\\.1:7001 +Lamp 1\\.2 +1 +0`),
    );
    terminal.press('enter');
    await terminal.until(/Atlas\.pdf +100 % +3/);
    terminal.press('escape');
    // an escape and a 3 in one go are alt-3
    await terminal.until((text) => !text.includes('Client        Lamp'));
    terminal.type('3');
    await terminal.until(/Heartbeats +\d\/s, \d\/min, 1 in all/);
    await terminal.until('trackers do not know each other yet');
    await terminal.until(url);
    terminal.type('4');
    await terminal.until(/info +published +status=new name=Atlas\.pdf/);
    await terminal.until(/info +host-up/);
  });

  test('fits 60 x 16 and back, and survives 5 x 5', async () => {
    const { terminal, client } = await open();
    await publish(client, 'Atlas.pdf');
    await terminal.until('Atlas.pdf');
    terminal.resize(60, 16);
    await terminal.until((text) => text.split('\n').every((line) => line.length <= 60) && /┘/.test(text));
    expect(terminal.text()).toMatch(/Atlas\.pdf +3 +9 B +0/);
    terminal.resize(5, 5);
    terminal.press('enter', 'escape');
    terminal.resize(100, 30);
    await terminal.until(/Atlas\.pdf +.*0 s|Atlas\.pdf +.*\d s/);
  });

  test('draws what a locale without Unicode can show', async () => {
    const { terminal } = await open({ env: { LC_ALL: 'C' } });
    await terminal.until(/^\+-+/m);
  });

  test('speaks another language, in ASCII, and leaves the mouse alone', async () => {
    const { terminal } = await open({}, '--lang', 'pt', '--ascii', '--no-mouse');
    await terminal.until('[1 Documentos]');
    expect(terminal.text()).toMatch(/\+ Documentos -/);
    expect(terminal.text()).not.toMatch(/[│─┌]/);
    expect(terminal.mouseOn()).toBe(false);
  });

  test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)('gives the terminal back on %s', async (name) => {
    const { terminal } = await open();
    terminal.signal(name);
    expect((await terminal.exited).code).toBe(0);
    expect([terminal.alternate(), terminal.mouseOn(), terminal.cursorHidden()]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('asks before it stops while hosts report to it', async () => {
    const { terminal, client } = await open();
    await client.heartbeat(hostIdOf(SECRET), SECRET, aHeartbeat(), signal);
    terminal.type('q');
    await terminal.until('Stop the tracker?');
    terminal.type('y');
    expect((await terminal.exited).code).toBe(0);
  });

  test('ends in order when its window is closed', async () => {
    const { terminal, client, url } = await open();
    await publish(client, 'Atlas.pdf');
    terminal.hangUp();
    await terminal.exited;
    await expect(fetch(`${url}/v1/status`)).rejects.toThrow();
  });

  test('says before the screen opens that the port is in use, and what to use where there can be no screen', async () => {
    const { url } = await open();
    const port = new URL(url).port;
    const args = ['tracker', '--host', '127.0.0.1', '--data', lab.path('other')];
    const taken = openTestTerminal([...args, '--port', port], { lab });
    expect((await taken.exited).code).toBe(1);
    expect(taken.text()).toContain('ERR_TRACKER_PORT_IN_USE');
    expect(taken.written()).not.toContain('\u001b[?1049h');

    const dumb = openTestTerminal([...args, '--port', '0'], { lab, env: { TERM: 'dumb' } });
    expect((await dumb.exited).code).toBe(2);
    expect(dumb.text()).toContain('pageswarm tracker --headless');
  });

  test('prints as before with --headless', async () => {
    const port = await freePort();
    const args = [
      'tracker',
      '--headless',
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--data',
      lab.path('t'),
    ];
    const terminal = openTestTerminal(args, { lab });
    await terminal.until('Stop it with Ctrl-C.');
    expect(terminal.alternate()).toBe(false);
    terminal.press('ctrl-c');
    expect((await terminal.exited).code).toBe(0);
  });
});
