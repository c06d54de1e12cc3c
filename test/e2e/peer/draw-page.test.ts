import { describe, expect, test } from '@jest/globals';
import { createWorkerPool } from '../../../common/runtime/worker-pool.ts';
import type { Pixels } from '../../../peer/read/draw-page.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { createLab } from '../../support/lab.ts';
import { PdfFile } from '../../support/pdf-file.ts';

const script = new URL('../../../peer/read/draw-page.worker.js', import.meta.url);
const { signal } = new AbortController();

/** A page that draws a form, which draws ten others, and so on: a hundred million in the end. */
function aBomb(): Uint8Array {
  const form = (number: number, content: string) =>
    [
      `/Type/XObject/Subtype/Form/BBox[0 0 200 200]/Resources<</XObject<</F ${number + 1} 0 R>>>>`,
      content,
    ] as const;
  const file = new PdfFile()
    .object(1, '<</Type/Catalog/Pages 2 0 R>>')
    .object(2, '<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 200 200]>>')
    .object(3, '<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>')
    .stream(4, '', '/F Do');
  for (let number = 5; number < 13; number++) file.stream(number, ...form(number, '/F Do '.repeat(10)));
  return file
    .stream(13, ...form(12, '0 0 9 9 re f'))
    .table('/Size 14/Root 1 0 R')
    .bytes();
}

describe('the thread that draws pages', () => {
  test('ends a page that takes more memory or time than it may, and draws the next one', async () => {
    await using lab = await createLab();
    await using pool = createWorkerPool({
      script,
      heapMiB: 512,
      limit: 1,
      jobsPerThread: 100,
      idleMs: 60_000,
    });
    const draw = async (name: string, bytes: Uint8Array) => {
      const input = { path: await lab.file(name, bytes), page: 0, width: 60, height: 80 };
      return pool.run<Pixels>({ input, signal, timeLimitMs: 20_000 });
    };
    await expect(draw('bomb.pdf', aBomb())).rejects.toMatchObject({
      code: expect.stringMatching(/^ERR_(READ_CANNOT_DRAW|WORKER_TIME)$/),
    });
    expect((await draw('book.pdf', aPdf())).width).toBe(57);
  }, 40_000);
});
