import { createHash } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { GetEvent, Operations, Transfer } from '../../../peer/operations/operations.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { eventually } from '../../support/eventually.ts';
import { createLab, type Lab, type RunningTracker } from '../../support/lab.ts';
import { operationsOf } from '../../support/operations-of.ts';
import { type RelayedHolder, startRelayedHolder } from '../../support/relayed-holder.ts';

/** 8 MB in 80 pages; over the slow line it takes some four seconds. */
const book = aPdf({ pages: 80, bytesPerPage: 100_000 });
const md5 = createHash('md5').update(book).digest('hex');
/** bytes, at most */
const LEAF = 262_144;
const slow = { roundTripMs: 5, rate: 2000 };
const never = { signal: new AbortController().signal };

interface Stage {
  readonly tracker: RunningTracker;
  readonly holder: RelayedHolder;
  readonly data: string;
}

interface StageOptions {
  readonly maxActiveTransfers?: number;
  /** `book.pdf`, `book 2.pdf`, ... */
  readonly documents?: number;
  /** of the others */
  readonly pages?: number;
}

/** A tracker, a slow holder of the book and others, and where the node that is tested keeps its state. */
async function stage(lab: Lab, options: StageOptions = {}): Promise<Stage> {
  const { documents = 1, pages = 80, ...config } = options;
  const tracker = await lab.startTracker();
  const holder = await startRelayedHolder(lab, tracker, await lab.file('book.pdf', book), slow);
  for (let seed = 2; seed <= documents; seed++) {
    const file = await lab.file(`book ${seed}.pdf`, aPdf({ pages, bytesPerPage: 100_000, seed }));
    expect((await lab.run(['publish', file], { data: holder.data })).code).toBe(0);
  }
  await lab.file('node/config.json', JSON.stringify(config));
  return { tracker, holder, data: lab.path('node') };
}

function reaches(
  operations: Operations,
  id: string,
  found: (transfer: Transfer) => boolean,
): Promise<Transfer> {
  const look = async () => (await operations.transfers(never)).find((one) => one.id === id && found(one));
  return eventually(look, `such state of ${id}`, 40_000);
}

const isDone = ({ state }: Transfer) => state === 'done';
const hasBegun = ({ verifiedBytes }: Transfer) => verifiedBytes > 1_000_000;
const request = { document: 'book.pdf', serve: true };

async function expectBook(transfer: Transfer): Promise<void> {
  expect(transfer).toMatchObject({ state: 'done', verifiedBytes: book.length, rate: 0 });
  expect(transfer.result).toMatchObject({ md5, md5Ok: true, announced: true });
  expect(Buffer.compare(await readFile(transfer.path), book)).toBe(0);
}

describe('transfers of a running peer', () => {
  test('pause with what has arrived, resume from there, and tell their end to who follows', async () => {
    await using lab = await createLab();
    const { tracker, data } = await stage(lab);
    await lab.startPeer({ data, tracker });
    const operations = await operationsOf(data);
    const { id, state } = await operations.enqueue(request, never);
    expect(state).toBe('running');
    const events: GetEvent['type'][] = [];
    const following = (async () => {
      for await (const { type } of operations.follow(id, never)) events.push(type);
    })();
    const running = await reaches(operations, id, (one) => hasBegun(one) && one.holders === 1);
    expect(running).toMatchObject({ state: 'running', step: 'fetching', pages: 80 });

    const paused = await operations.pause(id.slice(0, 5), never);
    expect(paused.state).toBe('paused');
    expect(paused.verifiedBytes).toBeGreaterThanOrEqual(running.verifiedBytes);
    await expect(operations.pause(id, never)).rejects.toMatchObject({ code: 'ERR_TRANSFER_STATE' });
    expect(await operations.resume('book.pdf', never)).toMatchObject({ id, state: 'running' });
    await following;
    await expectBook(await reaches(operations, id, isDone));
    const [done] = await operations.transfers(never);
    expect(done?.result?.fetchedBytes).toBeLessThanOrEqual(book.length - paused.verifiedBytes);
    expect(events).toEqual(
      expect.arrayContaining(['found', 'planned', 'progress', 'resumed', 'verified', 'done']),
    );
    expect(await operations.forget(undefined, never)).toBe(1);
    expect(await operations.transfers(never)).toEqual([]);
    expect(existsSync(done?.path ?? '')).toBe(true);
  }, 60_000);

  test('cancel to nothing: no partial file, no .torrent, no holder at the tracker', async () => {
    await using lab = await createLab();
    const { tracker, holder, data } = await stage(lab);
    await lab.startPeer({ data, tracker });
    const operations = await operationsOf(data);
    const { id, infoHash } = await operations.enqueue(request, never);
    await reaches(operations, id, hasBegun);
    const holders = async () => (await operations.show(infoHash, never)).holderList.length;
    await eventually(async () => ((await holders()) === 2 ? true : undefined), 'both holders');

    expect(await operations.cancel(id, never)).toMatchObject({ state: 'cancelled', verifiedBytes: 0 });
    expect(readdirSync(join(data, 'partial'))).toEqual([]);
    expect(readdirSync(join(data, 'documents'))).toEqual([]);
    expect(await operations.shared(never)).toEqual([]);
    await eventually(async () => ((await holders()) === 1 ? true : undefined), `only ${holder.address}`);

    expect(await operations.retry(id, never)).toMatchObject({ id, state: 'running' });
    await expectBook(await reaches(operations, id, isDone));
    await expect(operations.cancel(id, never)).rejects.toMatchObject({ code: 'ERR_TRANSFER_STATE' });
    expect(existsSync(join(data, 'library', 'book.pdf'))).toBe(true);
  }, 60_000);

  test('go on after kill -9 with only what is missing; a paused one stays paused', async () => {
    await using lab = await createLab();
    const { tracker, data } = await stage(lab, { maxActiveTransfers: 1, documents: 2 });
    const peer = await lab.startPeer({ data, tracker });
    const before = await operationsOf(data);
    const { id } = await before.enqueue(request, never);
    const second = await before.enqueue({ document: 'book 2.pdf', serve: true }, never);
    expect(second.state).toBe('waiting');
    expect(await before.pause(second.id, never)).toMatchObject({ state: 'paused' });
    const running = await reaches(before, id, hasBegun);
    await peer.stop('SIGKILL');

    await lab.startPeer({ data, tracker });
    const after = await operationsOf(data);
    const done = await reaches(after, id, isDone);
    await expectBook(done);
    // a leaf counts when it is verified; killed, the node may not have written the last ones
    expect(done.result?.fetchedBytes).toBeLessThanOrEqual(book.length - running.verifiedBytes + 2 * LEAF);
    expect(await reaches(after, second.id, () => true)).toMatchObject({ state: 'paused' });
  }, 60_000);

  test('go on after the peer was stopped in order, a damaged record being a paused transfer', async () => {
    await using lab = await createLab();
    const { tracker, data } = await stage(lab);
    const first = await lab.startPeer({ data, tracker });
    const { id } = await (await operationsOf(data)).enqueue(request, never);
    await reaches(await operationsOf(data), id, hasBegun);
    expect((await first.stop()).code).toBe(0);

    const second = await lab.startPeer({ data, tracker });
    const running = await reaches(await operationsOf(data), id, hasBegun);
    expect(running.state).toBe('running');
    await second.stop();

    writeFileSync(join(data, 'transfers', `${id}.json`), '{');
    await lab.startPeer({ data, tracker });
    const [found, ...more] = await (await operationsOf(data)).transfers(never);
    expect(found).toMatchObject({ state: 'paused', name: 'book.pdf', infoHash: running.infoHash });
    expect(more).toEqual([]);
    expect(existsSync(join(data, 'transfers', `${id}.json.damaged`))).toBe(true);
  }, 60_000);

  test('fail with a reason while no tracker answers, and are tried again', async () => {
    await using lab = await createLab();
    const { tracker, holder, data } = await stage(lab);
    await lab.startPeer({ data, tracker });
    const operations = await operationsOf(data);
    const { id } = await operations.enqueue(request, never);
    await reaches(operations, id, hasBegun);
    await operations.pause(id, never);
    await tracker.stop();
    await holder.process.stop();
    await operations.resume(id, never);
    const failed = await reaches(operations, id, ({ state }) => state === 'failed');
    expect(failed.failure).toMatchObject({ code: 'ERR_TRACKER_UNREACHABLE' });
    await lab.startTracker({ data: tracker.data, port: Number(new URL(tracker.url).port) });
    await lab.startPeer({ data: holder.data, tracker });
    await operations.retry(id, never);
    await expectBook(await reaches(operations, id, isDone));
  }, 90_000);

  test('wait in order when two may run', async () => {
    await using lab = await createLab();
    const { tracker, data } = await stage(lab, { maxActiveTransfers: 2, documents: 5, pages: 10 });
    await lab.startPeer({ data, tracker });
    const operations = await operationsOf(data);
    const names = ['book.pdf', 'book 2.pdf', 'book 3.pdf', 'book 4.pdf', 'book 5.pdf'];
    for (const document of names) await operations.enqueue({ document, serve: true }, never);
    const all = await eventually(async () => {
      const transfers = await operations.transfers(never);
      expect(transfers.filter(({ state }) => state === 'running').length).toBeLessThanOrEqual(2);
      return transfers.every(isDone) ? transfers : undefined;
    }, 'end of all five');
    const begun = all.toReversed().sort((a, b) => (a.startedAt ?? 0) - (b.startedAt ?? 0));
    expect(begun.map(({ name }) => name)).toEqual(names);
  }, 60_000);

  test('go on when one of two commands leaves that wait for them', async () => {
    await using lab = await createLab();
    const { tracker, data } = await stage(lab);
    await lab.startPeer({ data, tracker });
    const gets = [1, 2].map(() => lab.start(['get', 'book.pdf', '--json'], { data }));
    for (const get of gets)
      await get.until(() => (get.stderr().includes('probing') ? true : undefined), 'news');
    expect((await gets[0]?.stop('SIGINT'))?.code).toBe(7);
    expect((await gets[1]?.exited)?.code).toBe(0);
    const transfers = await (await operationsOf(data)).transfers(never);
    expect(transfers.map(({ state }) => state)).toEqual(['done']);
  }, 60_000);

  test('are paused when the get that waited for them is interrupted, and go on when they were queued', async () => {
    await using lab = await createLab();
    const { tracker, data } = await stage(lab);
    await lab.startPeer({ data, tracker });
    const operations = await operationsOf(data);
    const interrupt = async () => {
      const get = lab.start(['get', 'book.pdf'], { data });
      await get.until(() => (get.stderr().includes('probing') ? true : undefined), 'news');
      expect((await get.stop('SIGINT')).code).toBe(7);
    };
    await interrupt();
    const [paused] = await operations.transfers(never);
    expect(paused).toMatchObject({ state: 'paused', name: 'book.pdf' });

    const { id } = await operations.enqueue(request, never);
    expect(id).toBe(paused?.id);
    await interrupt();
    await expectBook(await reaches(operations, id, isDone));
  }, 60_000);
});
