import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { formatMagnet } from '../../common/metainfo/magnet.ts';
import { aPdf } from '../support/a-pdf.ts';
import { aTorrent } from '../support/a-torrent.ts';
import { aria2Download, aria2Seed } from '../support/aria2.ts';
import type { Child } from '../support/child.ts';
import { eventually } from '../support/eventually.ts';
import { createLab, type Lab } from '../support/lab.ts';
import { libtorrentWith } from '../support/libtorrent.ts';
import { testWith, testWithPython } from '../support/on-path.ts';
import { type PlainTracker, plainTracker } from '../support/plain-tracker.ts';
import { publishIn } from '../support/published.ts';
import { transmissionSeed } from '../support/transmission.ts';

const TIMEOUT = 120_000;
const DOCUMENT = aPdf({ pages: 60, bytesPerPage: 50_000, seed: 7 });
const OURS = ['--json', '--host', '127.0.0.1', '--port', '0'];

/** A torrent of somebody else's that only a plain tracker and its seeder know, and its magnet link. */
async function foreign(lab: Lab) {
  const tracker = lab.own(await plainTracker());
  const { info, bytes } = aTorrent(DOCUMENT, { trackers: [[tracker.url]] });
  const torrent = await lab.file('foreign.torrent', bytes);
  await lab.file(join('seed', info.name), DOCUMENT);
  const magnet = formatMagnet({ infoHash: info.infoHash, trackers: [tracker.url] });
  return { tracker, torrent, folder: lab.path('seed'), magnet };
}

/** Waits until somebody who lacks nothing has announced. */
const seederAt = (tracker: PlainTracker) =>
  eventually(async () => tracker.announced.find(({ left }) => left === 0), 'seeder at the tracker');

async function getByMagnet(lab: Lab, magnet: string): Promise<void> {
  const got = await lab.run(['get', magnet, ...OURS], { data: lab.path('data-get') });
  const { path } = got.json<{ path: string }>();
  expect(Buffer.compare(await readFile(path), DOCUMENT)).toBe(0);
  expect(got.stderr).toContain('no MD5 was published');
  expect(got.code).toBe(0);
}

describe('get MAGNET', () => {
  const seeders: [
    string,
    ReturnType<typeof testWith>,
    (torrent: string, folder: string, lab: Lab) => Promise<Child>,
  ][] = [
    ['aria2', testWith('aria2c'), (torrent, folder) => aria2Seed(torrent, folder)],
    [
      'Transmission',
      testWith('transmission-daemon'),
      (torrent, folder, lab) => transmissionSeed(torrent, folder, lab.path('transmission')),
    ],
    [
      'libtorrent',
      testWithPython('libtorrent'),
      (torrent, folder) => libtorrentWith({ source: torrent, folder }),
    ],
  ];
  for (const [name, testIt, seed] of seeders) {
    testIt(
      `takes a document that no tracker of ours knows from ${name}`,
      async () => {
        await using lab = await createLab();
        const { tracker, torrent, folder, magnet } = await foreign(lab);
        lab.own(await seed(torrent, folder, lab));
        await seederAt(tracker);
        await getByMagnet(lab, magnet);
      },
      TIMEOUT,
    );
  }
});

describe('a holder', () => {
  // Transmission never connects to an address of this machine itself, so it fetches only where it is connected to
  const clients: [string, ReturnType<typeof testWith>, (magnet: string, lab: Lab) => Promise<unknown>][] = [
    [
      'aria2',
      testWith('aria2c'),
      async (magnet, lab) =>
        expect((await lab.own(await aria2Download(magnet, lab.path('got'))).exited).code).toBe(0),
    ],
    [
      'libtorrent',
      testWithPython('libtorrent'),
      async (magnet, lab) => lab.own(await libtorrentWith({ source: magnet, folder: lab.path('got') })),
    ],
  ];
  for (const [name, testIt, fetchInto] of clients) {
    testIt(
      `gives ${name} info dictionary and bytes, which has nothing but the magnet`,
      async () => {
        await using lab = await createLab();
        const { tracker, infoHash } = await publishIn(lab, 'Livro de física.pdf', DOCUMENT);
        await mkdir(lab.path('got'));
        await fetchInto(formatMagnet({ infoHash, trackers: [`${tracker.url}/announce`] }), lab);
        const got = await readFile(lab.path('got', 'Livro de física.pdf'));
        expect(Buffer.compare(got, DOCUMENT)).toBe(0);
      },
      TIMEOUT,
    );
  }
});
