import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import type { GetResult, Transfer } from '../../../peer/operations/operations.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { createLab } from '../../support/lab.ts';

const book = aPdf({ pages: 12, bytesPerPage: 20_000 });
const digest = (algorithm: string) => createHash(algorithm).update(book).digest('hex');

describe('pageswarm get --no-digests', () => {
  test('believes the published MD5 and SHA-256, and says so, with and without a running peer', async () => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    const holder = await lab.startPeer({ tracker });
    await lab.run(['publish', await lab.file('book.pdf', book)], { data: holder.data, tracker });
    const wanted = { md5: digest('md5'), sha256: digest('sha256'), md5Ok: true, md5Believed: true };

    const alone = await lab.run(['get', 'book.pdf', '--json', '--no-digests'], {
      data: lab.path('alone'),
      tracker,
    });
    const result = alone.json<GetResult>();
    expect(result).toMatchObject(wanted);
    expect(result.digestSeconds).toBeUndefined();
    expect(alone.stderr).toContain('is believed');
    expect(Buffer.compare(await readFile(result.path), book)).toBe(0);

    const peer = await lab.startPeer({ tracker });
    const handed = await lab.run(['get', 'book.pdf', '--json', '--no-digests'], { data: peer.data, tracker });
    expect(handed.json<GetResult>()).toMatchObject(wanted);
    const history = await lab.run(['history', '--json'], { data: peer.data });
    const [kept] = history.json<{ history: Transfer[] }>().history;
    expect(kept?.result).toMatchObject(wanted);
  });
});
