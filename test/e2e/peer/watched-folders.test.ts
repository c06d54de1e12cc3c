import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connectControl } from '../../../peer/control/control.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { eventually } from '../../support/eventually.ts';
import { createLab, type Lab, type RunningPeer, type RunningTracker } from '../../support/lab.ts';

const never = { signal: new AbortController().signal };

let lab: Lab;
let tracker: RunningTracker;
beforeAll(async () => {
  lab = await createLab();
  tracker = await lab.startTracker();
});
afterAll(async () => await lab[Symbol.asyncDispose]());

async function operationsOf({ data }: { readonly data: string }) {
  const operations = await connectControl(data);
  if (operations === undefined) throw new Error(`no node on ${data}`);
  return operations;
}

/** What `node` serves, by path. */
async function served(node: { readonly data: string }): Promise<string[]> {
  const shared = await (await operationsOf(node)).shared(never);
  return shared.filter(({ state }) => state === 'serving').map(({ path }) => path);
}

const serves = (node: RunningPeer, path: string) =>
  eventually(async () => ((await served(node)).includes(path) ? true : undefined), path, 30_000);
const torrentsOf = ({ data }: RunningPeer) =>
  readdirSync(join(data, 'torrents'))
    .filter((name) => !name.startsWith('.'))
    .toSorted();
const refusedBy = async (node: RunningPeer) =>
  (await (await operationsOf(node)).log({ level: 'warn', limit: 1000 }, never)).filter(
    ({ event }) => event === 'watched-file-refused',
  );

test('a PDF that is put into library/ is published when nobody writes it any more, once, and not when it was given up', async () => {
  const peer = await lab.startPeer({ tracker });
  const library = join(peer.data, 'library');
  const bytes = aPdf({ pages: 3, bytesPerPage: 50_000, seed: 1 });
  const path = join(library, 'Dropped.PDF');
  writeFileSync(path, bytes.subarray(0, 70_000)); // without its end
  writeFileSync(join(library, 'broken.pdf'), 'no PDF at all %%EOF');
  mkdirSync(join(library, 'course'));
  const deep = join(library, 'course', 'deep.pdf');
  writeFileSync(deep, aPdf({ seed: 2 }));
  await serves(peer, deep);
  expect(await served(peer)).toEqual([deep]);
  appendFileSync(path, bytes.subarray(70_000));
  await serves(peer, path);
  await eventually(async () => ((await refusedBy(peer)).length > 0 ? true : undefined), 'refusal');
  await eventually(() => (torrentsOf(peer).length === 2 ? true : undefined), 'both .torrents');
  expect(torrentsOf(peer)).toEqual(['Dropped.PDF.torrent', 'deep.pdf.torrent']);
  const found = await lab.run(['search', 'dropped', '--json'], { tracker });
  expect(JSON.stringify(found.json())).toContain('Dropped.PDF');

  expect((await lab.run(['remove', 'deep.pdf'], { data: peer.data })).code).toBe(0);
  copyFileSync(path, join(library, 'a copy.pdf')); // a later file: when it was dealt with, so was the removed one
  await eventually(() => (torrentsOf(peer).length === 1 ? true : undefined), 'one .torrent');
  await peer.stop();
  const again = await lab.startPeer({ data: peer.data, tracker });
  const late = join(library, 'late.pdf');
  writeFileSync(late, aPdf({ seed: 3 }));
  await serves(again, late);
  expect(new Set(await served(again))).toEqual(new Set([path, late]));
  expect(existsSync(deep)).toBe(true);
  expect(await refusedBy(again)).toEqual([]);
}, 90_000);

test('a .torrent that is put into torrents/ is fetched, and not again when its document was removed', async () => {
  const holder = await lab.startPeer({ tracker });
  const file = await lab.file('wanted.pdf', aPdf({ pages: 5, bytesPerPage: 50_000, seed: 11 }));
  expect((await lab.run(['publish', file], { data: holder.data })).code).toBe(0);
  const [torrent = ''] = await eventually(() => {
    const names = existsSync(join(holder.data, 'torrents')) ? torrentsOf(holder) : [];
    return names.length > 0 ? names : undefined;
  }, '.torrent of what is published');

  const peer = await lab.startPeer({ tracker });
  const put = join(peer.data, 'torrents', 'from a friend.Torrent');
  await eventually(() => (existsSync(join(peer.data, 'torrents')) ? true : undefined), 'folder');
  writeFileSync(join(peer.data, 'torrents', 'broken.torrent'), 'nonsense');
  copyFileSync(join(holder.data, 'torrents', torrent), put);
  const path = join(peer.data, 'library', 'wanted.pdf');
  await serves(peer, path);
  expect(Buffer.compare(readFileSync(path), readFileSync(file))).toBe(0);
  await eventually(async () => ((await refusedBy(peer)).length === 1 ? true : undefined), 'refusal');

  expect((await lab.run(['remove', 'wanted.pdf', '--delete-file', '--yes'], { data: peer.data })).code).toBe(
    0,
  );
  await peer.stop();
  const again = await lab.startPeer({ data: peer.data, tracker });
  const late = join(peer.data, 'library', 'late.pdf');
  writeFileSync(late, aPdf({ seed: 13 }));
  await serves(again, late);
  expect(await served(again)).toEqual([late]);
  expect(existsSync(put)).toBe(true);
}, 90_000);

test('nothing is watched when the setting says so', async () => {
  const peer = await lab.startPeer({ tracker });
  expect((await lab.run(['config', 'watchFolders', 'off'], { data: peer.data })).code).toBe(0);
  const off = join(peer.data, 'library', 'off.pdf');
  writeFileSync(off, aPdf({ seed: 21 }));
  const other = await lab.startPeer({ tracker });
  const on = join(other.data, 'library', 'on.pdf');
  writeFileSync(on, aPdf({ seed: 22 }));
  await serves(other, on);
  expect(await served(peer)).toEqual([]);
  rmSync(off);
}, 60_000);
