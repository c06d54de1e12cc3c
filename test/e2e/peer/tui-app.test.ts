import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../../support/eventually.ts';
import { createLab, type Lab } from '../../support/lab.ts';
import { openTestTerminal } from '../../support/terminal.ts';

const FILES = /\[1 My files\]/;

describe('the screen of a node', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await createLab();
  });
  afterEach(async () => {
    await lab[Symbol.asyncDispose]();
  });

  /** a tracker that answers nobody: the tests here need none */
  const tracker = ['--tracker', 'http://127.0.0.1:1'];
  const node = (data: string) => ['--data', data, '--host', '127.0.0.1', '--port', '0'];
  const openPeer = (more: Parameters<typeof openTestTerminal>[1] = {}, ...args: string[]) =>
    openTestTerminal(['peer', ...node(lab.path('node')), ...tracker, ...args], { lab, ...more });
  const lock = () => lab.path('node', 'node.lock');

  test('opens with tabs and the state of the node, and gives the terminal back when it is left', async () => {
    const terminal = openPeer();
    await terminal.until(FILES);
    expect(terminal.text()).toMatch(/2 Search network +3 Transfers +4 Network +5 Settings/);
    await terminal.until(/127\.0\.0\.1:\d+ · ! trackers 0\/1 ok · no transfers/);
    expect([terminal.alternate(), terminal.mouseOn()]).toEqual([true, true]);
    terminal.press('q');
    expect(await terminal.exited).toEqual({ code: 0, signal: undefined });
    expect([terminal.alternate(), terminal.mouseOn(), terminal.pasteOn(), terminal.cursorHidden()]).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(existsSync(lock())).toBe(false);
  });

  test('goes through its tabs by keys and by the mouse, which can be turned off', async () => {
    const terminal = openPeer();
    await terminal.until(FILES);
    terminal.press('4');
    await terminal.until(/\[4 Network\]/);
    terminal.press('tab');
    await terminal.until(/\[5 Settings\]/);
    const { column, row } = terminal.find('3 Transfers');
    terminal.click(column, row);
    await terminal.until(/\[3 Transfers\]/);
    terminal.press(',');
    await terminal.until(/▸ trackers/);
    terminal.press('q');
    await terminal.exited;

    const without = openPeer({}, '--no-mouse', '--ascii');
    await without.until(FILES);
    expect(without.mouseOn()).toBe(false);
    expect(without.text()).toMatch(/^\+-/m);
  });

  test('speaks another language as soon as it is chosen, and at the next start', async () => {
    const terminal = openPeer();
    await terminal.until(FILES);
    terminal.press(',');
    await terminal.until(/▸ trackers/);
    terminal.press('/');
    terminal.type('language');
    terminal.press('enter');
    await terminal.until(/▸ language/);
    terminal.press('enter');
    await terminal.until(/│▸ auto/);
    terminal.press('down', 'down', 'enter');
    await terminal.until(/\[5 Configurações\][\s\S]*▸ language +pt[\s\S]*language foi guardado/);
    terminal.press('q');
    await terminal.exited;

    const again = openPeer();
    await again.until(/\[1 Meus arquivos\]/);
    const spanish = openTestTerminal(['ui', '--data', lab.path('node'), '--lang', 'es'], { lab });
    await spanish.until(/\[1 Mis archivos\]/);
  });

  test('takes another key for an action at once', async () => {
    const terminal = openPeer();
    await terminal.until(FILES);
    terminal.press(',');
    await terminal.until(/▸ trackers/);
    terminal.press('G');
    await terminal.until(/▸ keys/);
    terminal.press('enter');
    await terminal.until(/▸ app\/settings/);
    terminal.press('enter');
    await terminal.until(/Keys for app\/settings/);
    terminal.type(' Z');
    terminal.press('enter');
    await terminal.until(/▸ app\/settings +, Z +changed/);
    terminal.press('down', 'enter');
    await terminal.until(/Keys for files\/publish/);
    terminal.press('ctrl-u');
    terminal.type('P');
    terminal.press('enter');
    await terminal.until(/▸ files\/publish +P +changed/);
    terminal.press('1');
    await terminal.until('Press P to publish PDFs');
    terminal.press('Z');
    await terminal.until(/\[5 Settings\]/);
    const config = JSON.parse(await readFile(lab.path('node', 'config.json'), 'utf8'));
    expect(config.keys).toEqual({ 'app/settings': [',', 'Z'], 'files/publish': ['P'] });
  });

  test('fits 60 x 16, survives 5 x 5, and grows again', async () => {
    const terminal = openPeer({ columns: 120, rows: 40 });
    await terminal.until(FILES);
    terminal.press('4');
    await terminal.until(/\[4 Network\][\s\S]*Trackers 0\/1/);
    terminal.resize(60, 16);
    await terminal.until((screen) => screen.split('\n').length === 16 && /\[4 Network\]/.test(screen));
    await terminal.until(/127\.0\.0\.1:\d+ · ! trackers 0\/1/);
    terminal.resize(5, 5);
    await terminal.until((screen) => screen.split('\n').length === 5);
    terminal.press('1');
    terminal.resize(120, 40);
    await terminal.until(FILES);
  });

  test('runs the commands of the command line, and shows what they write', async () => {
    const terminal = openPeer();
    await terminal.until(FILES);
    terminal.type(':sta');
    await terminal.until(/:sta.*status/);
    terminal.press('tab');
    terminal.press('enter');
    await terminal.until(/Output: status[\s\S]*node +running, process \d+[\s\S]*done/);
    terminal.press('escape');
    await terminal.until((screen) => !screen.includes('Output'));
    terminal.type(':');
    await terminal.until(/^:/m);
    terminal.type('show nothing-of-that-name');
    terminal.press('enter');
    await terminal.until(/ended with code [36]/);
    terminal.press('escape');
    await terminal.until((screen) => !screen.includes('Output'));
    terminal.type(':tracker');
    terminal.press('enter');
    await terminal.until(/'tracker' runs a program of its own/);
    terminal.type(':list --no-such');
    terminal.press('enter');
    await terminal.until(/unknown option '--no-such'[\s\S]*ended with code 2/);
  });

  test('starts its node again where a setting needs it, and goes on', async () => {
    const terminal = openPeer();
    await terminal.until(/127\.0\.0\.1:\d+ · ! trackers 0\/1/);
    terminal.press(',');
    await terminal.until(/▸ trackers/);
    for (let at = 0; at < 4; at++) terminal.press('down');
    await terminal.until(/▸ announceAddresses/);
    terminal.press('enter');
    await terminal.until(/┌ announceAddresses ─/);
    terminal.type('192.0.2.77:7777');
    terminal.press('enter');
    await terminal.until(/the node now\?/);
    terminal.press('y');
    await terminal.until(/192\.0\.2\.77:7777 · ! trackers 0\/1/);
  });

  test('ends in order when it is told to, and when its window is closed', async () => {
    const terminal = openPeer();
    await terminal.until(FILES);
    terminal.signal('SIGTERM');
    expect(await terminal.exited).toEqual({ code: 0, signal: undefined });
    expect([terminal.alternate(), terminal.mouseOn()]).toEqual([false, false]);
    expect(existsSync(lock())).toBe(false);

    const closed = openPeer();
    await closed.until(FILES);
    await eventually(() => (existsSync(lock()) ? true : undefined), 'lock');
    closed.hangUp();
    await eventually(() => (existsSync(lock()) ? undefined : true), 'end of the node');
  });

  test('is refused where no screen can be shown, with the commands to use instead', async () => {
    const dumb = openPeer({ env: { TERM: 'dumb' } });
    expect((await dumb.exited).code).toBe(2);
    expect(dumb.written()).toMatch(/pageswarm peer --headless/);
    expect(dumb.alternate()).toBe(false);

    const piped = await lab.run(['ui', '--data', lab.path('node')]);
    expect(piped.code).toBe(2);
    expect(piped.stderr).toMatch(/pageswarm status.*ERR_TERMINAL_UNSUITABLE/);
  });
});

describe('the screen of another process', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await createLab();
  });
  afterEach(async () => {
    await lab[Symbol.asyncDispose]();
  });

  const openUi = (data: string) => openTestTerminal(['ui', '--data', data], { lab });

  test('may be opened twice, shows the same node, and leaves it running', async () => {
    const peer = await lab.startPeer({ tracker: { url: 'http://127.0.0.1:1' } });
    const [first, second] = [openUi(peer.data), openUi(peer.data)];
    const status = new RegExp(`127\\.0\\.0\\.1:${peer.port} · ! trackers 0/1 ok · no transfers .*attached`);
    await first.until(status);
    await second.until(status);
    first.press('q');
    expect((await first.exited).code).toBe(0);
    second.press('4');
    await second.until(/\[4 Network\]/);
    expect((await lab.run(['status', '--json', '--data', peer.data])).json()['running']).toBe(true);
  });

  test('says when the node is gone, and goes on when it is back', async () => {
    const peer = await lab.startPeer({ tracker: { url: 'http://127.0.0.1:1' } });
    const screen = openUi(peer.data);
    await screen.until(/attached/);
    await peer.stop('SIGTERM');
    await screen.until(/The peer is gone/);
    const again = await lab.startPeer({ data: peer.data });
    await screen.until(/The peer is back/);
    await screen.until(new RegExp(`127\\.0\\.0\\.1:${again.port} `));
  });

  test('says when the node that has a screen of its own is left', async () => {
    const args = [
      'peer',
      '--data',
      lab.path('node'),
      '--host',
      '127.0.0.1',
      '--port',
      '0',
      '--tracker',
      'http://127.0.0.1:1',
    ];
    const owner = openTestTerminal(args, { lab });
    await owner.until(/trackers 0\/1/);
    const screen = openUi(lab.path('node'));
    await screen.until(/attached/);
    owner.press('q');
    expect((await owner.exited).code).toBe(0);
    await screen.until(/The peer is gone/);
    screen.press('q');
    expect((await screen.exited).code).toBe(0);
  });

  test('needs a running node, and says how to start one', async () => {
    const screen = openUi(lab.path('nobody'));
    expect((await screen.exited).code).toBe(1);
    expect(screen.written()).toMatch(/start one with `pageswarm peer`.*\(ERR_PEER_NOT_RUNNING\)/);
  });

  test('is offered by `peer` where a node runs already', async () => {
    const peer = await lab.startPeer();
    const args = ['peer', '--data', peer.data];
    const refused = openTestTerminal(args, { lab, columns: 200 });
    await refused.until(/Open its screen/);
    refused.type('n');
    refused.press('enter');
    expect((await refused.exited).code).toBe(1);
    expect(refused.written()).toContain('pageswarm ui');

    const opened = openTestTerminal(args, { lab, columns: 200 });
    await opened.until(/Open its screen/);
    opened.type('y');
    opened.press('enter');
    await opened.until(/\[1 My files\][\s\S]*attached/);
  });
});
