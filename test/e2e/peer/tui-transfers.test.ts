import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { createLab } from '../../support/lab.ts';
import { openScreen, type ScreenStage, setStage } from '../../support/screen-stage.ts';
import { openTestTerminal, type TestTerminal } from '../../support/terminal.ts';

const NAME = 'a slow book.pdf';
/** bytes/ms: 6 MB in a minute from three holders together */
const SLOW = 33;
const FETCHING = /(\d+) % +([\d.]+) ([kM]B) of 6\.\d MB/;

async function openSearch(stage: ScreenStage, size = {}): Promise<TestTerminal> {
  const terminal = openScreen(stage, stage.lab.path('reader'), size);
  await terminal.until('My files');
  return terminal;
}

/** Starts fetching the only document that is published, and waits until some of it is here. */
async function begin(terminal: TestTerminal): Promise<void> {
  terminal.press('2');
  await terminal.until('1 document published');
  terminal.press('d');
  await terminal.until((screen) => Number(FETCHING.exec(screen)?.[1] ?? 0) >= 2, 30_000);
}

/** What follows an escape too quickly is one key with it. */
async function closePlan(terminal: TestTerminal): Promise<void> {
  terminal.press('escape');
  await terminal.until((screen) => !screen.includes('┌ Plan '));
}

/** A quick holder joins: the test need not wait for slow ones. */
async function hurry(stage: ScreenStage, data = 'quick'): Promise<void> {
  const { lab, tracker, file } = stage;
  const args = ['--json', '--host', '127.0.0.1', '--port', '0'];
  const quick = lab.start(['publish', file, ...args], { data: lab.path(data), tracker });
  await quick.until(({ stdout }) => (stdout().includes('"serving"') ? true : undefined), 'serving line');
}

describe('the tab Transfers', () => {
  test('pauses a transfer, keeps it over a new start, and goes on to its end', async () => {
    await using lab = await createLab();
    const stage = await setStage(lab, { name: NAME, pages: 300, rates: [SLOW, SLOW, SLOW] });
    {
      await using terminal = await openSearch(stage);
      await begin(terminal);
      const running = await terminal.until(/fetching +█*░* +[\d.]+ .?B\/s/);
      for (const { address } of stage.holders) expect(running).toContain(address);
      terminal.press('p');
      await terminal.until('Paused. Press p');
      await closePlan(terminal);
      terminal.press('3');
      await terminal.until(/= paused +a slow book\.pdf/);
      terminal.press('q');
      expect((await terminal.exited).code).toBe(0);
    }
    await hurry(stage);
    await using terminal = await openSearch(stage, { columns: 60, rows: 16 });
    terminal.press('3');
    await terminal.until(/= paused +a slow book\.pdf/);
    terminal.press('r');
    await terminal.until((screen) => !screen.includes('= paused'));
    terminal.press('enter');
    const ended = await terminal.until(/✓ MD5 ok {2}✓ announced: \d holders/, 60_000);
    expect(ended).toContain('100 %');
    terminal.press('escape');
    await terminal.until(/✓ done +a slow book\.pdf/);
    terminal.press('C');
    await terminal.until('Clear the history (1 transfer)?');
    terminal.press('y');
    await terminal.until('Nothing has been fetched yet.');
  }, 180_000);

  test('goes on by itself with what ran when the screen was closed', async () => {
    await using lab = await createLab();
    const stage = await setStage(lab, { name: NAME, pages: 300, rates: [SLOW] });
    {
      await using terminal = await openSearch(stage);
      await begin(terminal);
      terminal.press('ctrl-c');
      await terminal.until(/transfer/i);
      terminal.press('y');
      await terminal.exited;
    }
    await hurry(stage);
    await using terminal = await openSearch(stage);
    terminal.press('3');
    await terminal.until(/✓ done +a slow book\.pdf/, 60_000);
    terminal.press('enter');
    const ended = await terminal.until('MD5 ok');
    const path = /Saved as (.*\.pdf)/.exec(ended)?.[1] ?? '';
    expect(Buffer.compare(await readFile(path), stage.bytes)).toBe(0);
  }, 180_000);

  test('says why a transfer failed, and gets it when it is tried again after the holder is back', async () => {
    await using lab = await createLab();
    const stage = await setStage(lab, { name: NAME, pages: 3, rates: [SLOW] });
    await Promise.all(stage.holders.map(({ process }) => process.stop('SIGKILL')));
    await using terminal = await openSearch(stage);
    terminal.press('2');
    await terminal.until('1 document published');
    terminal.press('d');
    await terminal.until(/Failed: .*✗ probed/s, 60_000);
    await closePlan(terminal);
    terminal.press('3');
    await terminal.until(/! failed +a slow book\.pdf/);
    await hurry(stage);
    terminal.press('r', 'enter');
    await terminal.until('✓ MD5 ok', 60_000);
  }, 180_000);

  test('says that no tracker answers, and fetches when it is tried again after one is back', async () => {
    await using lab = await createLab();
    const stage = await setStage(lab, { name: NAME, pages: 3, rates: [] });
    await hurry(stage);
    await using terminal = await openSearch(stage, { columns: 60, rows: 16 });
    terminal.press('2');
    await terminal.until('1 document published');
    const { port } = new URL(stage.tracker.url);
    await stage.tracker.stop();
    terminal.press('d');
    await terminal.until(/Failed: .*Press r to try again/s, 30_000);
    const tracker = await lab.startTracker({ port: Number(port), data: stage.tracker.data });
    await hurry({ ...stage, tracker }, 'another');
    terminal.press('r');
    await terminal.until('✓ MD5 ok', 60_000);
  }, 120_000);

  test('shows who takes over from whom', async () => {
    await using lab = await createLab();
    const stage = await setStage(lab, { name: NAME, pages: 100, rates: [60, 2000] });
    await using terminal = await openSearch(stage);
    terminal.press('2');
    await terminal.until('1 document published');
    terminal.press('d');
    const [slow, quick] = stage.holders.map(({ address }) => address);
    const ended = await terminal.until(/✓ MD5 ok.*took over/s, 60_000);
    expect(ended).toMatch(new RegExp(`${quick} took over [\\d.]+ [kM]B from ${slow}: it is quicker`));
  }, 120_000);

  test('shows a transfer of a node in another process, and leaves it running', async () => {
    await using lab = await createLab();
    const stage = await setStage(lab, { name: NAME, pages: 300, rates: [SLOW] });
    const peer = await lab.startPeer({ tracker: stage.tracker });
    await using terminal = openTestTerminal(['ui', '--data', peer.data], { lab });
    await terminal.until('My files');
    await begin(terminal);
    terminal.press('escape');
    await terminal.until((screen) => !screen.includes('┌ Plan '));
    terminal.press('q');
    expect((await terminal.exited).code).toBe(0);
    const ran = await lab.run(['transfers', '--json'], { data: peer.data });
    expect(ran.stdout).toContain('"running"');
  }, 120_000);

  test('asks before it cancels, and takes an ended one off the list', async () => {
    await using lab = await createLab();
    const stage = await setStage(lab, { name: NAME, pages: 300, rates: [SLOW] });
    await using terminal = await openSearch(stage);
    await begin(terminal);
    await closePlan(terminal);
    terminal.press('3');
    await terminal.until(/▸ fetching +a slow book\.pdf/);
    terminal.press('x');
    await terminal.until('Cancel "a slow book.pdf"?');
    terminal.press('n');
    await terminal.until((screen) => !screen.includes('Cancel "'));
    terminal.press('x');
    await terminal.until('Cancel "a slow book.pdf"?');
    terminal.press('y');
    await terminal.until(/✗ cancelled +a slow book\.pdf/);
    terminal.press('x');
    await terminal.until('off the list?');
    terminal.press('y');
    await terminal.until('Nothing has been fetched yet.');
  }, 120_000);
});
