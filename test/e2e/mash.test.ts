import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { aPdf } from '../support/a-pdf.ts';
import { createLab } from '../support/lab.ts';
import { mash, mashTerminal } from '../support/mash.ts';
import { setStage } from '../support/screen-stage.ts';
import { openTestTerminal, type TestTerminal } from '../support/terminal.ts';

const EVENTS = Number(process.env['PAGESWARM_MASH'] ?? 1500);
const seed = Date.now() % 1_000_000;
/** Far above what either screen needs (120 MB), far below what one that leaks has after so many. */
const MAX_MEGABYTES = 260;
/** Those that leave, stop the process, or say yes to what destroys. */
const WITHOUT = ['q', 'ctrl-c', 'ctrl-z', 'y'];
const node = ['--host', '127.0.0.1', '--port', '0'];

/** So much nonsense at the speed at which the program reads; then it still answers, and ends in order. */
async function mashAndLeave(terminal: TestTerminal, known: RegExp): Promise<void> {
  let left = EVENTS;
  for (const event of mash({ seed, without: WITHOUT })) {
    if (left-- === 0) break;
    mashTerminal(terminal, event);
    if (left % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  terminal.resize(80, 24);
  for (let escapes = 0; escapes < 20 && !known.test(terminal.text()); escapes++) {
    terminal.press('escape');
    await terminal.until(known, 500).catch(() => undefined);
  }
  await terminal.until(known);
  const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${terminal.pid}/status`, 'utf8')) ?? [];
  expect(Number(kilobytes) / 1024).toBeLessThan(MAX_MEGABYTES);
  terminal.signal('SIGTERM');
  expect((await terminal.exited).code).toBe(0);
  expect([terminal.alternate(), terminal.mouseOn(), terminal.pasteOn(), terminal.cursorHidden()]).toEqual(
    Array(4).fill(false),
  );
}

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux(
  `the node's screen lives through keys, mouse, pastes and sizes at random (seed ${seed})`,
  async () => {
    await using lab = await createLab();
    const { tracker } = await setStage(lab, { name: 'far.pdf', pages: 40, rates: [20] });
    for (let at = 0; at < 5; at++) await lab.file(`mine/doc ${at}.pdf`, aPdf({ pages: 3, seed: 10 + at }));
    await lab.file('mine/{bold}\u001b[31m\u202e.pdf', aPdf({ seed: 99 }));
    const mine = () =>
      readdirSync(lab.path('mine')).map((name) => [name, readFileSync(lab.path('mine', name)).length]);
    const before = mine();
    const data = lab.path('node');
    const first = await lab.startPeer({ data, tracker });
    expect(await lab.run(['publish', lab.path('mine')], { data })).toMatchObject({ code: 0 });
    await first.stop('SIGTERM');
    // nothing on the PATH: a document that is opened starts no program
    const terminal = openTestTerminal(['peer', '--data', data, '--tracker', tracker.url, ...node], {
      lab,
      env: { PATH: lab.path('nothing') },
    });
    await terminal.until(/doc 4\.pdf/);
    await mashAndLeave(terminal, /^ *\[?1 .*5 \S+/m);
    expect(mine()).toEqual(before);
    const { lines } = await lab.run(['status', '--json'], { data, tracker });
    expect(lines[0]).toMatchObject({ documents: expect.anything() });
  },
  180_000,
);

onLinux(
  `the tracker's screen does, too (seed ${seed})`,
  async () => {
    await using lab = await createLab();
    const terminal = openTestTerminal(['tracker', '--data', lab.path('tracker'), ...node], { lab });
    await terminal.until(/\[1 Documents\]/);
    await mashAndLeave(terminal, /^ *\[?1 .*4 \S+/m);
  },
  180_000,
);
