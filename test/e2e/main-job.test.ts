import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { GetResult } from '../../peer/operations/operations.ts';
import { aPdf } from '../support/a-pdf.ts';
import { eventually } from '../support/eventually.ts';
import { createLab, type Lab, type RunningTracker } from '../support/lab.ts';
import { type RelayedHolder, startRelayedHolder } from '../support/relayed-holder.ts';

/** 30 MB in 300 pages of 100 kB, which no two pages share. */
const book = aPdf({ pages: 300, bytesPerPage: 100_000 });
/** bytes of the largest part: a page of it */
const PART = 105_000;
const md5 = createHash('md5').update(book).digest('hex');

const near = { roundTripMs: 2, rate: 8000 };
const middle = { roundTripMs: 20, rate: 8000 };
const far = { roundTripMs: 80, rate: 8000 };

interface Stage {
  readonly tracker: RunningTracker;
  readonly holders: readonly RelayedHolder[];
}

async function stage(lab: Lab, lines: readonly { roundTripMs: number; rate: number }[]): Promise<Stage> {
  const tracker = await lab.startTracker();
  const file = await lab.file('book.pdf', book);
  const holders: RelayedHolder[] = [];
  for (const line of lines) holders.push(await startRelayedHolder(lab, tracker, file, line));
  return { tracker, holders };
}

async function getBook(lab: Lab, tracker: RunningTracker, args: readonly string[] = []): Promise<GetResult> {
  const ran = await lab.run(['get', 'book.pdf', '--json', '--host', '127.0.0.1', '--port', '0', ...args], {
    data: lab.path('downloader'),
    tracker,
  });
  expect({ code: ran.code, stderr: ran.code === 0 ? '' : ran.stderr }).toEqual({ code: 0, stderr: '' });
  return ran.json<GetResult>();
}

async function expectBook(result: GetResult): Promise<void> {
  expect(result).toMatchObject({ md5, md5Ok: true, size: book.length, pages: 300, announced: true });
  expect(Buffer.compare(await readFile(result.path), book)).toBe(0);
}

/** Bytes a second of each holder, by its address; `undefined` while nothing was written. */
async function readRemembered(path: string): Promise<Record<string, number> | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : JSON.parse(text).holders;
}

const by = (result: GetResult, holder: RelayedHolder | undefined) =>
  result.holders.find(({ address }) => address === holder?.address);

describe('pageswarm get', () => {
  test('fetches from three equal holders by the published weights, and becomes the fourth', async () => {
    await using lab = await createLab();
    const { tracker, holders } = await stage(lab, [near, middle, far]);
    const peer = await lab.startPeer({ data: lab.path('downloader'), tracker });

    const result = await getBook(lab, tracker);
    await expectBook(result);
    expect(result.holders.map(({ address, plannedPercent }) => [address, plannedPercent])).toEqual([
      [holders[0]?.address, 58.33],
      [holders[1]?.address, 25],
      [holders[2]?.address, 16.67],
    ]);
    for (const { bytes, plannedPercent } of result.holders) {
      expect(Math.abs(bytes - (book.length * plannedPercent) / 100)).toBeLessThanOrEqual(PART);
    }
    expect(result.holders.flatMap(({ runs }) => runs)).toEqual([
      { firstPage: 1, lastPage: 175 },
      { firstPage: 176, lastPage: 250 },
      { firstPage: 251, lastPage: 300 },
    ]);

    // how quick they were is kept for the next time
    const addresses = holders.map(({ address }) => address);
    const remembered = await eventually(
      () => readRemembered(join(peer.data, 'holders.json')),
      'what is remembered of holders',
    );
    expect(new Set(Object.keys(remembered))).toEqual(new Set(addresses));

    const shown = await lab.run(['show', result.sha256, '--json'], { data: lab.path('other'), tracker });
    const { holderList } = shown.json<{ holderList: { addresses: string[] }[] }>();
    expect(holderList).toHaveLength(4);
    expect(holderList.map(({ addresses }) => addresses[0])).toContain(`127.0.0.1:${peer.port}`);
  }, 60_000);

  test('plans 75 and 25 % for two', async () => {
    await using lab = await createLab();
    const { tracker } = await stage(lab, [near, far]);
    const result = await getBook(lab, tracker);
    await expectBook(result);
    expect(result.holders.map(({ plannedPercent }) => plannedPercent)).toEqual([75, 25]);
  }, 60_000);

  test('goes on when the nearest holder is killed midway', async () => {
    await using lab = await createLab();
    const { tracker, holders } = await stage(lab, [near, middle, far]);
    const data = lab.path('downloader');
    const getting = lab.start(['get', 'book.pdf', '--json', '--host', '127.0.0.1', '--port', '0'], {
      data,
      tracker,
    });
    await eventually(() => arrived(data, 4_000_000), 'some megabytes');
    await holders[0]?.process.stop('SIGKILL');
    expect((await getting.exited).code).toBe(0);
    const result = JSON.parse(getting.stdout()) as GetResult;
    expect(result).toMatchObject({ md5, md5Ok: true });
    expect(by(result, holders[0])?.bytes).toBeLessThan(0.5 * book.length);
    expect(result.holders.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(book.length);
  }, 60_000);

  test('bans and names the holder that flips a byte in every tenth block', async () => {
    await using lab = await createLab();
    const { tracker, holders } = await stage(lab, [near, middle]);
    const spoilt = await lab.file('spoilt/book.pdf', book);
    await utimes(spoilt, 1_700_000_000, 1_700_000_000);
    const liar = await startRelayedHolder(lab, tracker, spoilt, far);
    await spoil(spoilt);

    const result = await getBook(lab, tracker);
    await expectBook(result);
    expect(by(result, liar)).toMatchObject({ banned: true });
    expect(by(result, liar)?.reason).toMatch(/wrong bytes/);
    expect(holders.map((holder) => by(result, holder)?.banned)).toEqual([false, false]);
  }, 60_000);

  test('gets most from the one that is quickest by rate though far by latency', async () => {
    await using lab = await createLab();
    const { tracker, holders } = await stage(lab, [
      { ...near, rate: 2000 },
      { ...middle, rate: 2000 },
      { ...far, rate: 20_000 },
    ]);
    const result = await getBook(lab, tracker);
    await expectBook(result);
    expect(by(result, holders[2])?.plannedPercent).toBe(16.67);
    expect(by(result, holders[2])?.bytes).toBe(Math.max(...result.holders.map(({ bytes }) => bytes)));
  }, 60_000);

  test('fetches only what is missing after kill -9', async () => {
    await using lab = await createLab();
    const { tracker } = await stage(lab, [near, middle, far]);
    const data = lab.path('downloader');
    const getting = lab.start(['get', 'book.pdf', '--json', '--host', '127.0.0.1', '--port', '0'], {
      data,
      tracker,
    });
    const before = await eventually(() => arrived(data, 8_000_000), 'some megabytes');
    await getting.stop('SIGKILL');

    const result = await getBook(lab, tracker);
    await expectBook(result);
    expect(result.fetchedBytes).toBeLessThanOrEqual(book.length - before + 1_000_000);
    expect(result.fetchedBytes).toBeGreaterThan(1_000_000);
  }, 60_000);

  test('watches one download when two ask for the same document at once', async () => {
    await using lab = await createLab();
    const { tracker, holders } = await stage(lab, [near, middle]);
    const [one, two] = await Promise.all([getBook(lab, tracker), getBook(lab, tracker)]);
    await expectBook(one);
    expect(two.path).toBe(one.path);
    const served = holders.map((holder) => by(one, holder)?.bytes ?? 0);
    expect(served.reduce((sum, bytes) => sum + bytes, 0)).toBe(book.length);
  }, 60_000);
});

/** Bytes of disk that the partial file takes, once they are more than `least`: it has holes where nothing came yet. */
function arrived(data: string, least: number): number | undefined {
  try {
    const folder = join(data, 'partial');
    const [name] = readdirSync(folder).filter((file) => file.endsWith('.part'));
    const bytes = name === undefined ? 0 : 512 * statSync(join(folder, name)).blocks;
    return bytes > least ? bytes : undefined;
  } catch {
    return undefined; // there is no folder yet
  }
}

/** Flips a byte in every tenth block of the file, and leaves its size and time as they were. */
async function spoil(path: string): Promise<void> {
  const bytes = await readFile(path);
  for (let at = 5000; at < bytes.length; at += 10 * 16_384) bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(path, bytes);
  await utimes(path, 1_700_000_000, 1_700_000_000);
}
