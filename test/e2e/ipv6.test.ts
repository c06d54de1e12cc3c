import { networkInterfaces } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import type { GetResult } from '../../peer/operations/operations.ts';
import { aPdf } from '../support/a-pdf.ts';
import { createLab } from '../support/lab.ts';

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((address) => address?.address === '::1');
if (!hasIpv6) console.warn('SKIPPED over IPv6: this machine has no ::1');
const testOverIpv6 = hasIpv6 ? test : test.skip;

describe('over IPv6', () => {
  testOverIpv6('a document is published, found, fetched and held', async () => {
    await using lab = await createLab();
    const tracker = lab.start(['tracker', '--json', '--host', '::1', '--port', '0'], {
      data: lab.path('tracker'),
    });
    const { url } = await tracker.until(
      () => /"url":"(?<url>[^"]+)"/.exec(tracker.stdout())?.groups as { url: string } | undefined,
      'ready line',
    );
    expect(url).toMatch(/^http:\/\/\[::1\]:\d+$/);
    const own = ['--host', '::1', '--port', '0'];
    const file = await lab.file('book.pdf', aPdf());
    const holder = lab.start(['publish', file, '--json', ...own], {
      data: lab.path('holder'),
      tracker: { url },
    });
    await holder.until(() => (/"serving"/.test(holder.stdout()) ? true : undefined), 'serving line');

    const ran = await lab.run(['get', 'book.pdf', '--json', ...own], {
      data: lab.path('reader'),
      tracker: { url },
    });
    expect(ran.code).toBe(0);
    const result = ran.json<GetResult>();
    expect(result).toMatchObject({ md5Ok: true, announced: true });
    expect(result.holders[0]?.address).toMatch(/^\[::1\]:\d+$/);
  });
});
