import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { PDFDocument } from 'pdf-lib';
import { aPdf } from '../support/a-pdf.ts';
import { createLab } from '../support/lab.ts';
import { startRelayedHolder } from '../support/relayed-holder.ts';

const book = aPdf({ pages: 60, bytesPerPage: 50_000, seed: 9 });
const own = ['--host', '127.0.0.1', '--port', '0'];

async function pagesOf(path: string): Promise<number> {
  return (await PDFDocument.load(await readFile(path))).getPageCount();
}

describe('pageswarm get --reading-copy', () => {
  test('writes what has arrived as a readable PDF, on Ctrl-C and when it is whole', async () => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    const file = await lab.file('book.pdf', book);
    await startRelayedHolder(lab, tracker, file, { roundTripMs: 2, rate: 150 });
    await startRelayedHolder(lab, tracker, file, { roundTripMs: 20, rate: 150 });
    const copy = lab.path('copy.pdf');
    const get = ['get', 'book.pdf', '--reading-copy', copy, ...own];
    const data = lab.path('reader');

    const getting = lab.start(get, { data, tracker });
    await getting.until(
      () => (/reading copy with \d/.test(getting.stderr()) ? true : undefined),
      'reading copy',
    );
    expect(await pagesOf(copy)).toBeGreaterThan(0);
    expect((await getting.stop('SIGINT')).code).toBe(7);
    const soFar = await pagesOf(copy);
    expect(soFar).toBeLessThan(60);

    const ran = await lab.run(get, { data, tracker });
    expect(ran.code).toBe(0);
    expect(await pagesOf(copy)).toBe(60);
  }, 60_000);

  test('goes on without one for a document that has no page map, and says so', async () => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    await startRelayedHolder(lab, tracker, await lab.file('notes.txt', 'no pages here'));
    const args = ['get', 'notes.txt', '--reading-copy', lab.path('copy.pdf'), ...own];
    const ran = await lab.run(args, { data: lab.path('reader'), tracker });
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain('no reading copy');
  });
});
