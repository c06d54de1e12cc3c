import { describe, expect, test } from '@jest/globals';
import { createLab } from '../../support/lab.ts';
import { plainPdf } from '../../support/small-pdfs.ts';

/** A PDF of three pages whose tables, and whose end, are missing. */
function cutOff(): Uint8Array {
  const text = Buffer.from(plainPdf()).toString('latin1');
  return Buffer.from(text.slice(0, text.lastIndexOf('xref')), 'latin1');
}

describe('publish', () => {
  test('says of a file that is cut off how many pages were found in it, and publishes it', async () => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    const peer = await lab.startPeer({ tracker });
    const file = await lab.file('cut.pdf', cutOff());
    const json = await lab.run(['publish', file, '--json'], { data: peer.data });
    expect(json.json()).toMatchObject({
      type: 'published',
      pages: 3,
      warnings: [{ code: 'cut-off', pages: 3, message: expect.stringContaining('3 pages found') }],
    });
    const told = await lab.run(['publish', file], { data: peer.data });
    expect(told.stdout).toContain('warning: the file is cut off: its end is missing; 3 pages found');
    const whole = await lab.run(['publish', await lab.file('whole.pdf', plainPdf()), '--json'], {
      data: peer.data,
    });
    expect(whole.json()).toMatchObject({ warnings: [] });
  }, 60_000);
});
