import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createLab } from '../../support/lab.ts';
import { openScreen, setStage } from '../../support/screen-stage.ts';
import type { TestTerminal } from '../../support/terminal.ts';

const NAME = 'Introdução à Álgebra.pdf';
const EVERYTHING = /1 document published/;

/** bytes/ms: a holder that takes no time worth telling */
const QUICK = 50_000;

async function savedTorrent(folder: string): Promise<string> {
  const names = await readdir(folder);
  return join(folder, names.find((name) => name.endsWith('.torrent')) ?? 'none.torrent');
}

/** Empties the search line. What follows an escape too quickly is one key with it. */
async function cleared(terminal: TestTerminal): Promise<void> {
  terminal.press('escape');
  await terminal.until(EVERYTHING);
}

describe('the tab Search network', () => {
  test('finds a document by words while they are typed, and fetches it from three holders as the plan says', async () => {
    await using lab = await createLab();
    const stage = await setStage(lab, { name: NAME, pages: 60, rates: [QUICK, QUICK, QUICK] });
    await using terminal = openScreen(stage, lab.path('reader'));
    await terminal.until('My files');
    terminal.press('2');
    await terminal.until(EVERYTHING);
    terminal.press('/');
    terminal.type('algebra');
    await terminal.until(/1 document found/);
    terminal.press('enter', 'd');

    const ended = await terminal.until(/MD5 ok.*announced: 4 holders/, 30_000);
    for (const [place, { address }] of stage.holders.entries())
      expect(ended).toMatch(new RegExp(`${place + 1} ${address} .*${['58', '25', '17'][place]} %`));
    expect(ended).toMatch(/✓ found {2}✓ probed {2}✓ planned {2}✓ fetched {2}✓ merged {2}✓ MD5 ok/);
    const path = /Saved as (.*\.pdf)/.exec(ended)?.[1] ?? '';
    expect(Buffer.compare(await readFile(path), stage.bytes)).toBe(0);

    terminal.press('escape');
    await terminal.until(/Introdução à Álgebra\.pdf +✓ here.*no transfers/s);
    terminal.press('q');
    expect((await terminal.exited).code).toBe(0);
  }, 90_000);

  test('looks up a .torrent that is dropped, a magnet link and a hash, and says what cannot be found', async () => {
    await using lab = await createLab();
    const stage = await setStage(lab, { name: NAME, pages: 2, rates: [QUICK] });
    await using terminal = openScreen(stage, lab.path('reader'));
    await terminal.until('My files');
    terminal.press('2');
    await terminal.until(EVERYTHING);

    terminal.press('t');
    await terminal.until('Save the .torrent as');
    terminal.press('enter');
    await terminal.until(/Saved .*\.torrent/);
    const torrent = await savedTorrent(lab.folder);
    terminal.paste(`'${torrent}'`);
    await terminal.until(/Search: .*\.torrent.*1 document found.*Introdução à Álgebra\.pdf/s);

    await cleared(terminal);
    const ran = await lab.run(['search', 'algebra', '--json'], {
      data: lab.path('other'),
      tracker: stage.tracker,
    });
    const { results } = ran.json<{ results: { infoHash: string; sha256: string }[] }>();
    terminal.paste(`magnet:?xt=urn:btih:${results[0]?.infoHash}`);
    await terminal.until(/Search: magnet:.*1 document found.*Introdução à Álgebra\.pdf/s);
    await cleared(terminal);
    terminal.press('i');
    terminal.type(`${results[0]?.sha256}`);
    await terminal.until('Enter looks it up');
    terminal.press('enter');
    await terminal.until(/1 document found.*Introdução à Álgebra\.pdf/s);

    await cleared(terminal);
    await writeFile(lab.path('broken.torrent'), 'this is none');
    terminal.paste(lab.path('broken.torrent'));
    await terminal.until(/Not found: /);
    await cleared(terminal);
    terminal.press('/');
    terminal.type('nothing like it');
    await terminal.until('Nothing is found for “nothing like it”');
  }, 90_000);

  test('shows everything about a document on Enter and on a double click', async () => {
    await using lab = await createLab();
    const stage = await setStage(lab, { name: NAME, pages: 3, rates: [QUICK] });
    await using terminal = openScreen(stage, lab.path('reader'), { columns: 100, rows: 40 });
    await terminal.until('My files');
    terminal.press('2');
    await terminal.until(EVERYTHING);
    terminal.press('enter');
    await terminal.until(/MD5 +[0-9a-f]{32}.*Words per page.*1 holder/s);
    terminal.press('escape');
    await terminal.until((screen) => !screen.includes('Words per page'));
    const { column, row } = terminal.find(NAME);
    terminal.doubleClick(column, row);
    await terminal.until(/Info hash +[0-9a-f]{40}/);
  }, 60_000);

  test('keeps its list when the tracker disappears, and goes on when it is back', async () => {
    await using lab = await createLab();
    const stage = await setStage(lab, { name: NAME, pages: 2, rates: [QUICK] });
    await using terminal = openScreen(stage, lab.path('reader'), { columns: 60, rows: 16 });
    await terminal.until('My files');
    terminal.press('2');
    await terminal.until(EVERYTHING);
    const { port } = new URL(stage.tracker.url);
    await stage.tracker.stop();
    await terminal.until(/The list may be old/, 30_000);
    expect(terminal.text()).toContain(NAME.slice(0, 15));
    await lab.startTracker({ port: Number(port), data: stage.tracker.data });
    await terminal.until(EVERYTHING, 30_000);
  }, 90_000);
});
