import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { aPdf } from '../../support/a-pdf.ts';
import { createLab, type Lab, type RunningTracker } from '../../support/lab.ts';
import { startRelayedHolder } from '../../support/relayed-holder.ts';
import { openTestTerminal, type TestTerminal, type TestTerminalOptions } from '../../support/terminal.ts';

const FILES = /\[1 My files\]/;
describe('the tab My files', () => {
  let lab: Lab;
  let tracker: RunningTracker;
  beforeEach(async () => {
    lab = await createLab();
    tracker = await lab.startTracker();
  });
  afterEach(async () => {
    await lab[Symbol.asyncDispose]();
  });

  const openPeer = async (options: TestTerminalOptions = {}): Promise<TestTerminal> => {
    const node = ['--data', lab.path('node'), '--host', '127.0.0.1', '--port', '0', '--tracker', tracker.url];
    const terminal = openTestTerminal(['peer', ...node], { lab, ...options });
    await terminal.until(FILES);
    return terminal;
  };

  /** drops `path`, says yes, waits for the end, and closes what tells of it */
  const publishDropped = async (terminal: TestTerminal, path: string, name: string) => {
    terminal.paste(`'${path}' `);
    await terminal.until('Publish this file or folder?');
    terminal.press('y');
    await terminal.until('Done: 1 of 1 files');
    terminal.press('escape');
    await terminal.until((screen) => !screen.includes('Done:') && screen.includes(name));
  };

  test('says what to do first', async () => {
    const terminal = await openPeer({ columns: 60, rows: 16 });
    await terminal.until('Nothing is shared yet.');
    await terminal.until('Press a to publish');
  });

  test('publishes what is marked in the file picker, and tells what is refused and why', async () => {
    await lab.file('Livros/Introdução à Álgebra.pdf', aPdf({ seed: 1 }));
    await lab.file('Livros/漢字.pdf', aPdf({ seed: 2 }));
    await lab.file('Livros/no-pdf.pdf', 'this is no PDF');
    await lab.file('Livros/notes.txt', 'not shown');
    const terminal = await openPeer();

    terminal.press('a');
    await terminal.until(/Livros\//);
    terminal.type('livr');
    await terminal.until(/1 of \d+ items, only PDFs/);
    terminal.press('enter');
    await terminal.until(/漢字\.pdf/);
    expect(terminal.text()).not.toContain('notes.txt');
    terminal.press('down', 'space', 'space', 'space');
    await terminal.until('3 marked');
    terminal.press('f5');
    await terminal.until('Done: 3 of 3 files');
    expect(terminal.text()).toMatch(/2 published.*1 refused/);
    await terminal.until(/no-pdf\.pdf: /);

    terminal.press('escape');
    await terminal.until(/Introdução à Álgebra\.pdf +✓ serving +3 /);
    await terminal.until(/漢字\.pdf +✓ serving +3 /);
    const listed = await lab.run(['list', '--json'], { tracker });
    expect(listed.stdout).toContain('漢字.pdf');
  });

  test('publishes a path that is dropped, and shows its details with MD5, words and a page', async () => {
    const bytes = aPdf({ seed: 3 });
    const path = await lab.file("My files/it's one.pdf", bytes);
    const terminal = await openPeer({ columns: 100, rows: 50 });
    await publishDropped(terminal, path.replaceAll("'", "'\\''"), "it's one.pdf");

    terminal.press('enter');
    await terminal.until(createHash('md5').update(bytes).digest('hex'));
    await terminal.until(createHash('sha256').update(bytes).digest('hex').slice(0, 40));
    await terminal.until('Words per page');
    await terminal.until(/Map of the pages[\s\S]*1 ███/);
    await terminal.until(/Page 1 of 3[\s\S]*▀▀▀/);
    await terminal.until('1 holder');
    terminal.press(']');
    await terminal.until('Page 2 of 3');
    terminal.press('m');
    await terminal.until((screen) => !screen.includes('MD5'));

    terminal.resize(60, 16);
    await terminal.until(/Page 2: verified/);
    terminal.press('escape', 'escape');
    await terminal.until(/it's one\.pdf +✓ serving/);
    terminal.resize(100, 50);
    await terminal.until(/it's one\.pdf +✓ serving +3 /);
  });

  test('shows details beside the list on a wide screen, by a double click', async () => {
    const path = await lab.file('a.pdf', aPdf({ seed: 4 }));
    const terminal = await openPeer({ columns: 150, rows: 40 });
    await publishDropped(terminal, path, 'a.pdf');
    const { column, row } = terminal.find('a.pdf');
    terminal.doubleClick(column, row);
    await terminal.until(/┐┌ Details/);
    await terminal.until(/Path +\//);
  });

  test('says which dropped path is not there', async () => {
    const terminal = await openPeer();
    terminal.paste('file:///nowhere/a%20b.pdf');
    await terminal.until('There is no /nowhere/a b.pdf');
  });

  test('saves the .torrent that the command saves, and copies the magnet link', async () => {
    const path = await lab.file('a.pdf', aPdf({ seed: 5 }));
    await mkdir(lab.path('out'));
    const terminal = await openPeer();
    await publishDropped(terminal, path, 'a.pdf');
    terminal.press('t');
    await terminal.until('Save the .torrent as');
    terminal.press('ctrl-u');
    terminal.type('out\r');
    await terminal.until(/Saved .*out\/a\.pdf\.torrent/);
    await lab.run(['torrent', 'a.pdf', '-o', lab.path('same.torrent'), '--data', lab.path('node')]);
    expect(await readFile(lab.path('out', 'a.pdf.torrent'))).toEqual(
      await readFile(lab.path('same.torrent')),
    );

    terminal.press('y');
    await terminal.until(/Copied: magnet:\?xt=urn:btih:[0-9a-f]{40}&dn=a\.pdf/);
  });

  test('shows a document as it arrives: state, map, pages that are here; pauses it and lets it go on', async () => {
    const file = await lab.file('shared/slow.pdf', aPdf({ pages: 40, bytesPerPage: 20_000 }));
    const holder = await startRelayedHolder(lab, tracker, file, { roundTripMs: 2, rate: 100 });
    const terminal = await openPeer({ columns: 150, rows: 45 });
    const asked = await lab.run(['get', 'slow.pdf', '--detach', '--json', '--data', lab.path('node')]);
    expect(asked.code).toBe(0);
    await terminal.until(/slow\.pdf +↓ fetching [1-9]\d? %/);

    terminal.press('enter');
    await terminal.until(/1 [█A▓░]*A[░▓A]*/);
    expect(terminal.text()).toContain(`A ${holder.address}`);
    terminal.press('p');
    await terminal.until(/slow\.pdf += paused \d+ %/);
    await terminal.until(/Page \d+: verified/);
    terminal.press('p');
    await terminal.until(/slow\.pdf +✓ serving/, 40_000);
    await terminal.until(/1 █{40}/);
  }, 60_000);

  test('stops sharing after a question, and deletes the file after another', async () => {
    const [kept, deleted] = [
      await lab.file('kept.pdf', aPdf({ seed: 6 })),
      await lab.file('lost.pdf', aPdf({ seed: 7 })),
    ];
    const terminal = await openPeer();
    await publishDropped(terminal, kept, 'kept.pdf');
    await publishDropped(terminal, deleted, 'lost.pdf');

    terminal.press('x');
    await terminal.until('Stop sharing “kept.pdf”?');
    terminal.press('n');
    terminal.press('x', 'y');
    await terminal.until('And the file on the disk?');
    terminal.press('enter');
    await terminal.until((screen) => /lost\.pdf/.test(screen) && !/kept\.pdf +✓/.test(screen));
    expect(existsSync(kept)).toBe(true);

    terminal.press('x', 'y');
    await terminal.until('And the file on the disk?');
    terminal.press('down', 'enter');
    await terminal.until('Nothing is shared yet.');
    expect(existsSync(deleted)).toBe(false);
  });
});
