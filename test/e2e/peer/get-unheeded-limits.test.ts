import { describe, expect, test } from '@jest/globals';
import { createLab } from '../../support/lab.ts';
import { plainPdf } from '../../support/small-pdfs.ts';

describe('get', () => {
  test('says that limits of its own have no effect on a running peer', async () => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    const holder = await lab.startPeer({ tracker });
    const file = await lab.file('whole.pdf', plainPdf());
    expect(await lab.run(['publish', file, '--json'], { data: holder.data })).toMatchObject({ code: 0 });
    const reader = await lab.startPeer({ tracker });
    const got = await lab.run(['get', 'whole.pdf', '--limit-down', '1M', '--max-sources', '3'], {
      data: reader.data,
    });
    expect(got.code).toBe(0);
    expect(got.stderr).toContain('--limit-down, --max-sources have no effect: the running peer');
    const free = await lab.run(['get', 'whole.pdf'], { data: reader.data });
    expect(free.stderr).not.toContain('no effect');
    const own = await lab.run(['get', 'whole.pdf', '--limit-down', '1M'], { data: lab.path('own'), tracker });
    expect([own.code, own.stderr.includes('no effect')]).toEqual([0, false]);
  }, 60_000);
});
