import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { aPdf } from '../support/a-pdf.ts';
import { aTorrent } from '../support/a-torrent.ts';
import { aria2Seed } from '../support/aria2.ts';
import type { Child } from '../support/child.ts';
import { eventually } from '../support/eventually.ts';
import { createLab, jsonLines, type Lab } from '../support/lab.ts';
import { libtorrentWith } from '../support/libtorrent.ts';
import { testWith, testWithPython } from '../support/on-path.ts';
import { type PlainTracker, plainTracker } from '../support/plain-tracker.ts';
import { transmissionWith } from '../support/transmission.ts';

const TIMEOUT = 120_000;
const DOCUMENT = aPdf({ pages: 40, bytesPerPage: 50_000, seed: 9 });
const PIECE = 32_768;
const PIECES = Math.ceil(DOCUMENT.length / PIECE);
const HALF = Math.floor(PIECES / 2);
const OURS = ['--json', '--host', '127.0.0.1', '--port', '0'];

/** A torrent of somebody else's, and where it is announced. */
async function foreign(lab: Lab) {
  const tracker: PlainTracker = lab.own(await plainTracker());
  const { info, bytes } = aTorrent(DOCUMENT, { pieceLength: PIECE, trackers: [[tracker.url]] });
  return { tracker, info, torrent: await lab.file('foreign.torrent', bytes) };
}

/** The document with zeros in place of all pieces but `first` to `end - 1`. */
function withPieces(first: number, end: number): Uint8Array {
  const bytes = new Uint8Array(DOCUMENT.length);
  bytes.set(DOCUMENT.subarray(first * PIECE, end * PIECE), first * PIECE);
  return bytes;
}

/** `get`, of which the pieces from `HALF` on have arrived before; it goes on serving when it is done. */
async function getTheRest(lab: Lab, torrent: string, infoHash: string): Promise<Child> {
  const data = lab.path('data-get');
  await mkdir(join(data, 'partial'), { recursive: true });
  await writeFile(join(data, 'partial', `${infoHash}.part`), withPieces(HALF, PIECES));
  return lab.start(['get', torrent, '--serve', ...OURS], { data });
}

interface Got {
  readonly path: string;
  readonly fetchedBytes: number;
}

async function done(getting: Child): Promise<Got> {
  const line = await eventually(
    () => jsonLines(getting.stdout()).find(({ path }) => path !== undefined),
    'end of get',
    60_000,
  );
  return line as unknown as Got;
}

describe('a document of which we have one half and a client the other', () => {
  type Start = (lab: Lab, torrent: string, folder: string) => Promise<() => Promise<unknown>>;
  /** Each starts with the half in `folder`; what it returns resolves when it is whole. */
  const clients: [string, ReturnType<typeof testWith>, Start][] = [
    [
      'aria2',
      testWith('aria2c'),
      async (lab, torrent, folder) => {
        lab.own(await aria2Seed(torrent, folder));
        return () => Promise.resolve(); // it says nothing: its file tells
      },
    ],
    [
      'libtorrent',
      testWithPython('libtorrent'),
      async (lab, torrent, folder) => {
        const whole = libtorrentWith({ source: torrent, folder }).then((child) => lab.own(child));
        return () => whole;
      },
    ],
    [
      'Transmission',
      testWith('transmission-daemon'),
      async (lab, torrent, folder) => {
        const running = lab.own(await transmissionWith(torrent, folder, lab.path('transmission')));
        return () => running.whole();
      },
    ],
  ];
  for (const [name, testIt, start] of clients) {
    testIt(
      `is whole at both in the end, ${name} having taken our half and given its own`,
      async () => {
        await using lab = await createLab();
        const { tracker, info, torrent } = await foreign(lab);
        const file = await lab.file(join('theirs', info.name), withPieces(0, HALF));
        const whole = await start(lab, torrent, lab.path('theirs'));
        await eventually(() => tracker.announced[0], 'client at the tracker');

        const getting = await getTheRest(lab, torrent, info.infoHash);
        const { path, fetchedBytes } = await done(getting);
        expect(fetchedBytes).toBe(HALF * PIECE);
        expect(Buffer.compare(await readFile(path), DOCUMENT)).toBe(0);
        await whole();
        await eventually(
          async () => (Buffer.compare(await readFile(file), DOCUMENT) === 0 ? true : undefined),
          `whole file of ${name}`,
        );
      },
      TIMEOUT,
    );
  }
});

describe('get', () => {
  testWithPython('libtorrent')(
    'puts a document together from two clients that hold one half each',
    async () => {
      await using lab = await createLab();
      const { tracker, info, torrent } = await foreign(lab);
      const halves = [
        { first: 0, end: HALF },
        { first: HALF, end: PIECES },
      ];
      for (const pieces of halves) {
        const folder = `half-${pieces.first}`;
        await lab.file(join(folder, info.name), withPieces(pieces.first, pieces.end));
        lab.own(await libtorrentWith({ source: torrent, folder: lab.path(folder), pieces }));
      }
      const ports = () => new Set(tracker.announced.map(({ port }) => port));
      await eventually(() => (ports().size === 2 ? true : undefined), 'both at the tracker');

      const got = await lab.run(['get', torrent, ...OURS], { data: lab.path('data-get') });
      expect(got.code).toBe(0);
      const { path, holders } = got.json<Got & { holders: { bytes: number }[] }>();
      expect(Buffer.compare(await readFile(path), DOCUMENT)).toBe(0);
      expect(holders.filter(({ bytes }) => bytes > 0)).toHaveLength(2);
    },
    TIMEOUT,
  );
});
