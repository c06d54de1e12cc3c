import {
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { appendFile, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectControl } from '../../../peer/control/control.ts';
import type { Operations, SharedDocument, VerifiedDocument } from '../../../peer/operations/operations.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { eventually } from '../../support/eventually.ts';
import { createLab, type Lab, type RunningPeer, type RunningTracker } from '../../support/lab.ts';

const never = { signal: new AbortController().signal };
/** bytes, at most */
const LEAF = 262_144;

let lab: Lab;
let tracker: RunningTracker;
let holder: RunningPeer;
beforeAll(async () => {
  lab = await createLab();
  tracker = await lab.startTracker();
  holder = await lab.startPeer({ tracker });
});
afterAll(async () => await lab[Symbol.asyncDispose]());

let books = 0;

/** A new book that `holder` serves, and a peer that has it, too. */
async function aHeldBook(
  pages = 20,
): Promise<{ name: string; bytes: Uint8Array; data: string; peer: RunningPeer }> {
  const name = `book ${++books}.pdf`;
  const bytes = aPdf({ pages, bytesPerPage: 100_000, seed: 100 + books });
  const file = await lab.file(`published ${books}/${name}`, bytes);
  expect((await lab.run(['publish', file], { data: holder.data })).code).toBe(0);
  const peer = await lab.startPeer({ tracker });
  expect((await lab.run(['get', name], { data: peer.data })).code).toBe(0);
  return { name, bytes, data: peer.data, peer };
}

async function operationsOf({ data }: { readonly data: string }): Promise<Operations> {
  const operations = await connectControl(data);
  if (operations === undefined) throw new Error(`no node on ${data}`);
  return operations;
}

function holdersOf(name: string): Promise<number> {
  return operationsOf(holder).then(async (one) => (await one.show(name, never)).holderList.length);
}

function becomes(node: { readonly data: string }, name: string, state: SharedDocument['state']) {
  const look = async () => {
    const shared = await (await operationsOf(node)).shared(never);
    return shared.find((one) => one.name === name && one.state === state);
  };
  return eventually(look, `'${name}' ${state}`, 10_000);
}

/** Writes wrong bytes over those at `position` of `file`, and lets its time be as it was: as a disk that forgets. */
function rot(file: string, position: number): void {
  const { atimeMs, mtimeMs } = statSync(file);
  writeSync(openSync(file, 'r+'), 'rotten', position);
  utimesSync(file, atimeMs / 1000, mtimeMs / 1000);
}

describe('pageswarm verify', () => {
  test('finds bytes that a disk forgot, offers them to nobody, and fetches only what is wrong', async () => {
    const { name, bytes, data, peer } = await aHeldBook();
    const path = join(data, 'library', name);
    const whole = await lab.run(['verify', name, '--json'], { data });
    expect(whole.json<VerifiedDocument>()).toMatchObject({ state: 'whole', wrongParts: 0, path });
    expect(await holdersOf(name)).toBe(2);

    rot(path, 1_000_000);
    const found = await lab.run(['verify', '--all', '--json'], { data });
    expect(found.code).toBe(32);
    const damaged = found.json<VerifiedDocument>();
    expect(damaged).toMatchObject({ state: 'damaged', name, wrongPages: [{ firstPage: 10, lastPage: 10 }] });
    expect(damaged.wrongParts).toBe(1);
    expect(damaged.wrongBytes).toBeLessThanOrEqual(LEAF);
    await becomes({ data }, name, 'changed');
    await eventually(async () => ((await holdersOf(name)) === 1 ? true : undefined), 'one holder');

    // it is known to the next start, too
    await peer.stop();
    const again = await lab.startPeer({ data, tracker });
    await becomes(again, name, 'changed');
    const repaired = await lab.run(['verify', name, '--repair', '--json'], { data });
    expect(repaired.code).toBe(0);
    const { fetchedBytes, path: there } = repaired.json<{ fetchedBytes: number; path: string }>();
    expect(fetchedBytes).toBe(damaged.wrongBytes);
    expect(Buffer.compare(await readFile(there), bytes)).toBe(0);
    expect(there).not.toBe(path);
    expect(readFileSync(path, 'latin1')).toContain('rotten');
    await becomes(again, name, 'serving');
    expect(await holdersOf(name)).toBe(2);
  }, 60_000);

  test('tells of a file that is gone, and of what is not here', async () => {
    const { name, data } = await aHeldBook(3);
    rmSync(join(data, 'library', name));
    const gone = await lab.run(['verify', name, 'nobody.pdf'], { data });
    expect(gone.stdout).toContain(`${name}: missing`);
    expect(gone.stderr).toMatch(/ERR_LIBRARY_NOT_FOUND/);
    expect(gone.stderr).toMatch(/ERR_CONTENT_MISSING/);
    expect((await lab.run(['verify'], { data })).code).toBe(2);
  }, 60_000);

  test('needs no holder for a document to which somebody has added', async () => {
    const { name, bytes, data } = await aHeldBook(3);
    const path = join(data, 'library', name);
    await appendFile(path, '\n%a note');
    await becomes({ data }, name, 'changed');
    const repaired = await lab.run(['verify', name, '--repair', '--json'], { data });
    const { fetchedBytes, path: there } = repaired.json<{ fetchedBytes: number; path: string }>();
    expect(fetchedBytes).toBe(0);
    expect(Buffer.compare(await readFile(there), bytes)).toBe(0);
    expect(readFileSync(path, 'latin1')).toContain('a note');
  }, 60_000);
});

describe('a running peer', () => {
  test('offers a file no more that was changed or is gone, and again when it is back', async () => {
    const { name, data } = await aHeldBook(3);
    const path = join(data, 'library', name);
    const there = (count: number) =>
      eventually(async () => ((await holdersOf(name)) === count ? true : undefined), `${count} holders`);
    const away = lab.path(`away from ${name}`);
    mkdirSync(away);
    renameSync(path, join(away, name));
    await becomes({ data }, name, 'missing');
    await there(1);
    renameSync(join(away, name), path);
    await becomes({ data }, name, 'serving');
    await there(2);

    writeSync(openSync(path, 'r+'), 'other', 500_000);
    await becomes({ data }, name, 'changed');
    await there(1);
    const log = await (await operationsOf({ data })).log({ level: 'info', limit: 1000 }, never);
    const events = log.map(({ event }) => event);
    expect(events.filter((event) => event === 'document-lost')).toHaveLength(2);
    expect(events).toContain('document-back');
  }, 60_000);

  test('hands out no byte of a file that is changed while it is served', async () => {
    const name = 'served.pdf';
    const bytes = aPdf({ pages: 10, bytesPerPage: 100_000, seed: 77 });
    const file = await lab.file(name, bytes);
    const server = await lab.startPeer({ tracker });
    expect((await lab.run(['publish', file], { data: server.data })).code).toBe(0);
    const get = await lab.run(['get', name, '--tracker', tracker.url, '--out', lab.path('first.pdf')]);
    expect(get.code).toBe(0);
    rmSync(lab.path('first.pdf')); // it would be served instead

    // its file is still open from before
    writeSync(openSync(file, 'r+'), 'other', 500_000);
    const args = ['get', name, '--tracker', tracker.url, '--host', '127.0.0.1', '--data', lab.path('second')];
    const refused = await lab.run(args);
    expect(refused.code).toBe(4);
    expect(refused.stderr).not.toContain('banned');
  }, 60_000);

  test('finds files again that were renamed, moved, or whose folder was, and goes on to serve them', async () => {
    const peer = await lab.startPeer({ tracker });
    const files: string[] = [];
    for (const [place, folder] of ['one', 'one', 'two'].entries()) {
      const bytes = aPdf({ pages: 2, bytesPerPage: 30_000, seed: 500 + place });
      files.push(await lab.file(`lectures/${folder}/lecture ${place}.pdf`, bytes));
    }
    expect((await lab.run(['publish', ...files], { data: peer.data })).code).toBe(0);
    const [first = '', second = '', third = ''] = files;
    const renamed = join(dirname(first), 'renamed.pdf');
    const moved = join(dirname(third), basename(second));
    renameSync(first, renamed);
    renameSync(second, moved);
    const isAt = (name: string, path: string) =>
      eventually(async () => {
        const shared = await (await operationsOf(peer)).shared(never);
        return shared.find((one) => one.name === name && one.path === path && one.state === 'serving');
      }, path);
    await isAt('lecture 0.pdf', renamed);
    await isAt('lecture 1.pdf', moved);

    const other = join(dirname(dirname(third)), 'renamed folder');
    renameSync(dirname(third), other);
    await isAt('lecture 1.pdf', join(other, basename(second)));
    await isAt('lecture 2.pdf', join(other, basename(third)));
    const log = await (await operationsOf(peer)).log({ level: 'warn', limit: 1000 }, never);
    expect(log.filter(({ event }) => event === 'document-moved').length).toBeGreaterThanOrEqual(4);
  }, 60_000);
});
