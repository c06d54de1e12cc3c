import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { aPdf } from '../../support/a-pdf.ts';
import { eventually } from '../../support/eventually.ts';
import { createLab } from '../../support/lab.ts';
import { operationsOf } from '../../support/operations-of.ts';
import { startRelayedHolder } from '../../support/relayed-holder.ts';

/** what the project promises to survive is 20 during 60 MB: `PAGESWARM_KILLS=20` */
const KILLS = Number(process.env['PAGESWARM_KILLS'] ?? 5);
const HOLDERS = 3;
/** bytes/ms of each holder: 20 kills during 60 MB, some eight seconds long */
const LINE = { roundTripMs: 5, rate: 2500 };
/** bytes: of each holder a leaf that is not whole, and what it was asked for: what it sends in its delay and half a second */
const LOST_AT_A_KILL = HOLDERS * (262_144 + LINE.rate * (LINE.roundTripMs + 500));

const book = aPdf({ pages: 30 * KILLS, bytesPerPage: 100_000 });
const md5 = createHash('md5').update(book).digest('hex');
const never = { signal: new AbortController().signal };

describe('a download that is killed again and again', () => {
  test(`is whole after ${KILLS} kills at random moments, each of which costs a window at most; ended in order it says goodbye`, async () => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    const file = await lab.file('book.pdf', book);
    const holders = await Promise.all(
      Array.from({ length: HOLDERS }, () => startRelayedHolder(lab, tracker, file, LINE)),
    );
    const data = lab.path('node');
    let peer = await lab.startPeer({ data, tracker });
    await (await operationsOf(data)).enqueue({ document: 'book.pdf', serve: true }, never);
    for (let kill = 1; kill <= KILLS; kill++) {
      // it goes on by itself; killed while it hashes what is there, looks for holders, or fetches
      const afterMs = Math.round(Math.random() * ((1.2 * book.length) / (HOLDERS * LINE.rate) / KILLS + 400));
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      await peer.stop('SIGKILL');
      peer = await lab.startPeer({ data, tracker });
    }

    const operations = await operationsOf(data);
    const done = await eventually(
      async () => (await operations.transfers(never)).find(({ state }) => state === 'done'),
      'end of the download',
      60_000,
    );
    expect(done.result).toMatchObject({ md5, md5Ok: true, announced: true });
    expect(
      createHash('md5')
        .update(await readFile(done.path))
        .digest('hex'),
    ).toBe(md5);
    const [first] = holders;
    const watcher = await operationsOf(first?.data ?? '');
    const listed = async () => (await watcher.show(done.infoHash, never)).holderList.length;
    expect(await listed()).toBe(HOLDERS + 1);
    expect((await peer.stop('SIGTERM')).code).toBe(0);
    expect(await listed()).toBe(HOLDERS);

    const sent = await Promise.all(
      holders.map(async (holder) => (await (await operationsOf(holder.data)).status(never)).uploadedBytes),
    );
    const all = sent.reduce((sum, bytes) => sum + bytes, 0);
    const figures = `${KILLS} kills: ${all} bytes fetched of ${book.length}, ${Math.round((all - book.length) / KILLS)} lost at each`;
    process.stderr.write(`killed.test: ${figures}\n`);
    expect(all).toBeLessThanOrEqual(book.length + KILLS * LOST_AT_A_KILL);
  }, 240_000);
});
