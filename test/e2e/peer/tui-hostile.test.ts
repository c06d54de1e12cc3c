import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { TrackerClient } from '../../../common/runtime/tracker-client.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { createLab, type Lab } from '../../support/lab.ts';
import { anUpload } from '../../support/publications.ts';
import { startRelayedHolder } from '../../support/relayed-holder.ts';
import { openScreen } from '../../support/screen-stage.ts';
import { SMALL_PDFS } from '../../support/small-pdfs.ts';
import { openTestTerminal, type TestTerminal } from '../../support/terminal.ts';

const FILES = /\[1 My files\]/;
const NOWHERE = { url: 'http://127.0.0.1:1' };
/** How many files the picker is given; three more are broken. */
const MANY = Number(process.env['PAGESWARM_MANY'] ?? 57);
const LIMIT = 60_000;

let lab: Lab;
beforeEach(async () => {
  lab = await createLab();
});
afterEach(async () => {
  await lab[Symbol.asyncDispose]();
});

const openUi = (data: string, size = {}): TestTerminal =>
  openTestTerminal(['ui', '--data', data], { lab, ...size });

/** A document that comes slowly, at `rate` bytes/ms. */
async function publishSlow(name: string, rate: number) {
  const tracker = await lab.startTracker();
  const bytes = aPdf({ pages: 40, bytesPerPage: 20_000 });
  const file = await lab.file(`shared/${name}`, bytes);
  await startRelayedHolder(lab, tracker, file, { roundTripMs: 5, rate });
  return { tracker, bytes };
}

test(
  'a folder of many files is published by the picker, and the broken ones are listed with reasons',
  async () => {
    for (let seed = 1; seed <= MANY; seed++) {
      const small = SMALL_PDFS[seed - 1]?.bytes;
      await lab.file(`many/${seed}.pdf`, small ?? aPdf({ pages: 1, bytesPerPage: 100, seed }));
    }
    await lab.file('many/empty.pdf', '');
    await lab.file('many/not found.pdf', '<html>404</html>');
    await lab.file('many/notes.pdf', 'no header, no pages');
    const tracker = await lab.startTracker();
    const terminal = openScreen({ lab, tracker }, lab.path('node'));
    await terminal.until(FILES);
    terminal.press('a');
    await terminal.until('many/');
    terminal.type('many');
    await terminal.until(/1 of \d+ items/);
    terminal.press('space', 'f5');
    const done = await terminal.until(`Done: ${MANY + 3} of ${MANY + 3} files`, LIMIT);
    expect(done).toMatch(new RegExp(`${MANY} published.*3 refused`));
    for (const name of ['empty', 'not found', 'notes'])
      expect(done).toMatch(new RegExp(`${name}\\.pdf: \\S+`));
    terminal.press('escape');
    await terminal.until((screen) => !screen.includes('Done:'));
    const { lines } = await lab.run(['list', '--json'], { tracker });
    expect(lines.at(-1)?.['documents']).toHaveLength(MANY);
  },
  LIMIT * (MANY > 100 ? 10 : 1),
);

/** What no tracker takes: a screen never meets it, whoever publishes. */
const REFUSED = [
  '\u001b[31mRED\u001b[2J\u001b[5;5H.pdf',
  '\u001b]0;OWNED\u0007\u001b]52;c;AAAA\u0007.pdf',
  '\u009b31mC1\u009d0;OWNED\u009c.pdf',
  'line\r\nbreak\tand\u2028more.pdf',
  'x'.repeat(4000),
] as const;
const TAKEN = [
  '{bold}{red-fg}tags{escape}.pdf',
  '[31mRED without its escape.pdf',
  'a\u202efdp.exe\u2067b.pdf',
  'שלום עולם.pdf',
  '👩‍👩‍👧 family 🇧🇷 ✈️.pdf',
  '漢字かな交じり文.pdf',
  'e\u0301\u0302\u0303\u0304 marks.pdf',
  'हिन्दी ภาษาไทย 한국어.pdf',
  '漢'.repeat(80),
  'x'.repeat(255),
] as const;
const TURNING = /[\u200b-\u200f\u202a-\u202e\u2066-\u2069]/;

/** In which column the last border of each line is that has one. */
function rightBorders(terminal: TestTerminal, { columns = 120, rows = 40 } = {}): number[] {
  const cells = Array.from({ length: columns }, (_, column) => column);
  return Array.from({ length: rows }, (_, row) =>
    cells.findLastIndex((column) => /[│┐┘]/.test(terminal.cell(column, row).text)),
  ).filter((column) => column >= 0);
}

/** Whether there is a frame, and its right side is one line. */
const isInLine = (terminal: TestTerminal): boolean => new Set(rightBorders(terminal)).size === 1;

test(
  'hostile names are shown by both screens without harm',
  async () => {
    const args = ['tracker', '--host', '127.0.0.1', '--port', '0', '--data', lab.path('tracker')];
    const tracker = openTestTerminal(args, { lab });
    const [url = ''] =
      /http:\/\/127\.0\.0\.1:\d+/.exec(await tracker.until(/http:\/\/127\.0\.0\.1:\d+ · /)) ?? [];
    const node = openScreen({ lab, tracker: { url } }, lab.path('node'));
    await node.until(FILES);
    node.press('2');
    const client = new TrackerClient(url, 5_000);
    const { signal } = new AbortController();
    const publish = (name: string, title = name) =>
      client.publish(anUpload({ name, title, author: title, content: name }), signal);
    for (const name of REFUSED) await expect(publish(name)).rejects.toThrow(/control characters|longer than/);
    for (const name of TAKEN) await publish(name, name.repeat(40).slice(0, 330));
    await node.until(`${TAKEN.length} documents published`);
    for (const terminal of [node, tracker]) {
      await terminal.until((screen) => screen.includes('{bold}{red-fg}tags') && screen.includes('[31mRED'));
      for (const shown of ['a·fdp.exe·b.pdf', 'שלום עולם.pdf', '漢字かな交じり文.pdf'])
        expect(terminal.text()).toContain(shown);
      for (const _ of TAKEN) {
        terminal.press('enter');
        await terminal.until((screen) => /[0-9a-f]{32}/.test(screen) && isInLine(terminal));
        terminal.press('escape');
        await terminal.until((screen) => !/[0-9a-f]{32}/.test(screen));
        terminal.press('down');
      }
      expect(terminal.written()).not.toMatch(TURNING);
    }
    expect(rightBorders(tracker)).toEqual(Array(37).fill(119));
  },
  LIMIT,
);

test(
  'of two screens that cancel the same transfer the later one is told that it cannot; a document goes that the other reads about',
  async () => {
    const { tracker } = await publishSlow('slow.pdf', 10);
    const peer = await lab.startPeer({ tracker });
    const mine = await lab.file('mine/kept.pdf', aPdf({ seed: 5 }));
    expect((await lab.run(['publish', mine], { data: peer.data })).code).toBe(0);
    await lab.run(['get', 'slow.pdf', '--detach'], { data: peer.data });
    const screens = [openUi(peer.data), openUi(peer.data, { columns: 100 })] as const;
    for (const screen of screens) {
      await screen.until(FILES);
      screen.press('3');
      await screen.until(/▸ fetching +slow\.pdf/);
      screen.press('x');
      await screen.until('Cancel "slow.pdf"?');
    }
    // both have been asked; at the very same time both may be told that it is cancelled
    for (const [screen, answer] of [
      [screens[0], /^Cancelled\./m],
      [screens[1], /^this cannot be done .* as it stands/m],
    ] as const) {
      screen.press('y');
      await screen.until(answer);
      await screen.until(/✗ cancelled +slow\.pdf/);
    }

    const [remover, reader] = screens;
    for (const screen of screens) {
      screen.press('1');
      await screen.until(/kept\.pdf +✓ serving/);
    }
    reader.press('enter');
    await reader.until(/MD5 +[0-9a-f]{32}/);
    remover.press('x', 'y');
    await remover.until('And the file on the disk?');
    remover.press('enter');
    await remover.until('Nothing is shared yet.');
    const left = await reader.until('“kept.pdf” is not here any more');
    expect(left).toContain('Nothing is shared yet.');
    expect(left).not.toContain('MD5');
  },
  LIMIT,
);

test(
  'a peer that is killed under a screen is missed, found again, and not waited for by who leaves',
  async () => {
    const peer = await lab.startPeer({ tracker: NOWHERE });
    const screen = openUi(peer.data);
    await screen.until(/attached/);
    await peer.stop('SIGKILL');
    await screen.until(/The peer is gone/);
    const again = await lab.startPeer({ data: peer.data, tracker: NOWHERE });
    await screen.until(/The peer is back/);
    await screen.until(new RegExp(`127\\.0\\.0\\.1:${again.port} `));
    await again.stop('SIGKILL');
    await screen.until(/The peer is gone/);
    screen.press('q');
    expect(await screen.exited).toEqual({ code: 0, signal: undefined });
    expect(screen.alternate()).toBe(false);
  },
  LIMIT,
);

test(
  'a screen that is killed while its node fetches goes on at the next start, to the last byte',
  async () => {
    const { tracker, bytes } = await publishSlow('slow.pdf', 100);
    const data = lab.path('node');
    const killed = openScreen({ lab, tracker }, data);
    await killed.until(FILES);
    killed.press('2');
    await killed.until('1 document published');
    killed.press('d');
    await killed.until((screen) => Number(/(\d+) % +[\d.]+ [kM]B of/.exec(screen)?.[1] ?? 0) >= 5, 30_000);
    killed.signal('SIGKILL');
    await killed.exited;

    const terminal = openScreen({ lab, tracker }, data);
    await terminal.until(FILES);
    terminal.press('3');
    await terminal.until(/✓ done +slow\.pdf/, 40_000);
    terminal.press('enter');
    const path = /Saved as (.*\.pdf)/.exec(await terminal.until('MD5 ok'))?.[1] ?? '';
    const md5 = (of: Uint8Array) => createHash('md5').update(of).digest('hex');
    expect(md5(await readFile(path))).toBe(md5(bytes));
  },
  LIMIT,
);

test(
  'a screen lives through 5 x 5 and 1 x 1 cells, and 100 kB pasted into the search line',
  async () => {
    const tracker = await lab.startTracker();
    const terminal = openScreen({ lab, tracker }, lab.path('node'));
    await terminal.until(FILES);
    for (const cells of [5, 1, 5, 1]) {
      terminal.resize(cells, cells);
      await terminal.until((screen) => screen.split('\n').length === cells);
      terminal.press('2', '3', '4', 'down', '1');
    }
    terminal.resize(120, 40);
    await terminal.until(FILES);
    terminal.press('2');
    await terminal.until('Nothing is published yet.');
    terminal.press('/');
    terminal.paste('words and more words '.repeat(5_000));
    await terminal.until(/words and more words/);
    terminal.press('ctrl-u');
    terminal.type('short');
    await terminal.until('Nothing is found for “short”');
    terminal.press('enter');
    await terminal.until(/^ *\/ search/m);
    terminal.press('escape');
    await terminal.until('Nothing is published yet.');
    terminal.press('q');
    expect((await terminal.exited).code).toBe(0);
  },
  LIMIT,
);
