import { setMaxListeners } from 'node:events';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { PDFDocument } from 'pdf-lib';
import { connectControl } from '../../../peer/control/control.ts';
import type { Operations, PagePicture } from '../../../peer/operations/operations.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { eventually } from '../../support/eventually.ts';
import { createLab } from '../../support/lab.ts';
import { startRelayedHolder } from '../../support/relayed-holder.ts';

const { signal } = new AbortController();
const options = { signal };
setMaxListeners(100, signal);

async function operationsOn(data: string): Promise<Operations> {
  const operations = await connectControl(data);
  if (operations === undefined) throw new Error('no node runs there');
  return operations;
}

function shadesIn({ width, height, rgb }: PagePicture): Set<number> {
  const bytes = Buffer.from(rgb, 'base64');
  expect(bytes).toHaveLength(3 * width * height);
  return new Set(bytes);
}

describe('preview', () => {
  test('draws a page fitted into what was asked for, the same again and again', async () => {
    await using lab = await createLab();
    const { data } = await lab.startPeer();
    await lab.run(['publish', await lab.file('book.pdf', aPdf({ pages: 3 }))], { data });
    const { preview } = await operationsOn(data);
    const wide = await preview({ document: 'book.pdf', page: 2, width: 300, height: 84.2 }, options);
    expect(wide).toMatchObject({ width: 59, height: 84 });
    const tall = await preview({ document: 'book.pdf', page: 2, width: 120, height: 9000 }, options);
    expect(tall).toMatchObject({ width: 120, height: 170 });
    expect(shadesIn(tall).size).toBeGreaterThan(2); // letters, paper, and what lies between
    expect(await preview({ document: 'book.pdf', page: 2, width: 120, height: 9000 }, options)).toEqual(tall);
    const tiny = await preview({ document: 'book.pdf', page: 3, width: 0, height: -1 }, options);
    expect(tiny).toMatchObject({ width: 1, height: 1 });
  }, 30_000);

  test('draws many at once, and goes on after those that cannot be drawn', async () => {
    await using lab = await createLab();
    const { data } = await lab.startPeer();
    await lab.file('many/book.pdf', aPdf({ pages: 12 }));
    await lab.file('many/broken.pdf', '%PDF-1.7\nnothing else');
    await lab.run(['publish', lab.path('many')], { data });
    const { preview } = await operationsOn(data);
    const size = { width: 40, height: 40 };
    const leaving = new AbortController();
    const left = preview({ document: 'book.pdf', page: 12, ...size }, leaving);
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'ERR_PEER_INTERRUPTED' });
    const drawn = await Promise.allSettled([
      preview({ document: 'broken.pdf', page: 1, ...size }, options),
      ...Array.from({ length: 12 }, (_, at) =>
        preview({ document: 'book.pdf', page: at + 1, ...size }, options),
      ),
    ]);
    expect(drawn.map(({ status }) => status)).toEqual(['rejected', ...new Array(12).fill('fulfilled')]);
    expect(drawn[0]).toMatchObject({ reason: { code: 'ERR_READ_CANNOT_DRAW' } });
  }, 30_000);

  test('says what there is not', async () => {
    await using lab = await createLab();
    const { data } = await lab.startPeer();
    await lab.run(['publish', await lab.file('book.pdf', aPdf({ pages: 3 }))], { data });
    const { preview, readable } = await operationsOn(data);
    const size = { width: 40, height: 40 };
    for (const page of [0, 4, 1.5]) {
      await expect(preview({ document: 'book.pdf', page, ...size }, options)).rejects.toMatchObject({
        code: 'ERR_READ_NO_SUCH_PAGE',
      });
    }
    await expect(preview({ document: 'other.pdf', page: 1, ...size }, options)).rejects.toMatchObject({
      code: 'ERR_LIBRARY_NOT_FOUND',
    });
    await expect(readable('other.pdf', options)).rejects.toMatchObject({ code: 'ERR_LIBRARY_NOT_FOUND' });
  }, 30_000);
});

describe('readable', () => {
  test('is the document itself when it is whole', async () => {
    await using lab = await createLab();
    const { data } = await lab.startPeer();
    const path = await lab.file('book.pdf', aPdf({ pages: 3 }));
    await lab.run(['publish', path], { data });
    const { readable } = await operationsOn(data);
    expect(await readable('book.pdf', options)).toEqual({ path, complete: true, pages: 3 });
  }, 30_000);

  test('is a PDF of the pages that are here, of a download that runs or was interrupted', async () => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    const book = await lab.file('book.pdf', aPdf({ pages: 60, bytesPerPage: 50_000, seed: 9 }));
    await startRelayedHolder(lab, tracker, book, { roundTripMs: 2, rate: 300 });
    const { data } = await lab.startPeer({ tracker });
    const getting = lab.start(['get', 'book.pdf'], { data, tracker });
    const { preview, readable, shared } = await operationsOn(data);
    const size = { width: 40, height: 40 };
    await expect(readable('no such book.pdf', options)).rejects.toMatchObject({
      code: 'ERR_LIBRARY_NOT_FOUND',
    });

    const running = await eventually(() => readable('book.pdf', options).catch(() => undefined), 'pages');
    expect(running).toMatchObject({ complete: false });
    await getting.stop('SIGINT');

    const { path, pages } = await readable('book.pdf', options);
    expect(pages).toBeGreaterThanOrEqual(running.pages);
    expect((await PDFDocument.load(await readFile(path))).getPageCount()).toBe(pages);
    expect(path).toContain(`book [${pages} of 60].pdf`);
    expect((await shared(options)).map(({ state }) => state)).toEqual(['partial']);

    const drawn = await Promise.allSettled(
      Array.from({ length: 60 }, (_, at) =>
        preview({ document: 'book.pdf', page: at + 1, ...size }, options),
      ),
    );
    expect(drawn.filter(({ status }) => status === 'fulfilled')).toHaveLength(pages);
    expect(drawn.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'ERR_READ_PAGE_MISSING' },
    });
  }, 60_000);
});
