import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { Transfer } from '../../../peer/operations/operations.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { startChild } from '../../support/child.ts';
import { eventually } from '../../support/eventually.ts';
import { createLab, jsonLines, type Lab, MAIN } from '../../support/lab.ts';
import { operationsOf } from '../../support/operations-of.ts';
import { canMount } from '../../support/own-disk.ts';
import { startRelayedHolder } from '../../support/relayed-holder.ts';

const testOnDisk = canMount('waits-for-room.test') ? test : test.skip;
const never = { signal: new AbortController().signal };
const MB = 1024 * 1024;

const book = aPdf({ pages: 80, bytesPerPage: 100_000 });
const md5 = createHash('md5').update(book).digest('hex');

/** A node whose data are on a disk of 16 MB of its own; the path by which other processes see that. */
async function startOnDisk(lab: Lab, tracker: { readonly url: string }) {
  const disk = lab.path('disk');
  mkdirSync(disk);
  const script = 'mount -t tmpfs -o size=16m tmpfs "$1" && shift && exec "$@"';
  const args = ['peer', '--json', '--host', '127.0.0.1', '--port', '0', '--data', join(disk, 'data')];
  const program = [process.execPath, MAIN, ...args, '--tracker', tracker.url];
  const peer = lab.own(startChild('unshare', ['-rm', 'sh', '-c', script, 'sh', disk, ...program]));
  const isReady = () => jsonLines(peer.stdout()).find(({ type }) => type === 'ready');
  await peer.until(isReady, 'ready line');
  return { peer, disk: join('/proc', String(peer.pid), 'root', disk) };
}

/** Writes to `file` until `bytes` are in it or the disk is full. */
function fill(file: string, bytes: number): void {
  const chunk = new Uint8Array(65_536);
  try {
    for (let written = 0; written < bytes; written += chunk.length) appendFileSync(file, chunk);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

testOnDisk(
  'a download waits for room, before it begins and midway, goes on by itself, and fetches nothing twice',
  async () => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    const file = await lab.file('book.pdf', book);
    const holder = await startRelayedHolder(lab, tracker, file, { roundTripMs: 5, rate: 2000 });
    const { disk } = await startOnDisk(lab, tracker);
    const operations = await operationsOf(join(disk, 'data'));
    const sent = async () => (await (await operationsOf(holder.data)).status(never)).uploadedBytes;
    const reaches = (found: (transfer: Transfer) => boolean, what: string) =>
      eventually(async () => (await operations.transfers(never)).find(found), what, 40_000);
    const filler = join(disk, 'filler');

    fill(filler, 10 * MB);
    await operations.enqueue({ document: 'book.pdf', serve: true }, never);
    const waiting = await reaches(({ state, failure }) => state === 'waiting' && !!failure, 'wait');
    expect(waiting.failure?.code).toBe('ERR_CONTENT_NO_SPACE');
    expect(waiting.failure?.message).toMatch(/8\.\d MB needed, [\d.]+ MB free on .*data/);
    expect(await sent()).toBe(0);

    rmSync(filler);
    await reaches(({ verifiedBytes }) => verifiedBytes > MB, 'bytes');
    fill(filler, 16 * MB);
    const blocked = await reaches(({ state, failure }) => state === 'running' && !!failure, 'full disk');
    expect(blocked.failure?.message).toMatch(/needed, .* free on/);
    expect(blocked.verifiedBytes).toBeLessThan(book.length);

    rmSync(filler);
    const { path, result } = await reaches(({ state }) => state === 'done', 'end');
    expect(result).toMatchObject({ md5, md5Ok: true, fetchedBytes: book.length });
    expect(Buffer.compare(readFileSync(join(disk, path.slice(path.indexOf('data')))), book)).toBe(0);
    expect(await sent()).toBe(book.length);
    const warnings = await operations.log({ level: 'warn', limit: 100 }, never);
    expect(warnings.filter(({ event }) => event === 'disk-full')).toHaveLength(1);
  },
  90_000,
);
