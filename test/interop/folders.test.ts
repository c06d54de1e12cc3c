import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import { aPdf } from '../support/a-pdf.ts';
import { aria2Download } from '../support/aria2.ts';
import { eventually } from '../support/eventually.ts';
import { createLab, type Lab } from '../support/lab.ts';
import { libtorrentMakes, libtorrentWith } from '../support/libtorrent.ts';
import { testWithPython } from '../support/on-path.ts';
import { plainTracker } from '../support/plain-tracker.ts';

const TIMEOUT = 120_000;
const FILES: readonly [string, Uint8Array][] = [
  ['capítulos/um.pdf', aPdf({ pages: 8, bytesPerPage: 40_000, seed: 31 })],
  ['capítulos/dois.pdf', aPdf({ pages: 3, bytesPerPage: 50_000, seed: 32 })],
  ['leia-me.txt', Buffer.from('leia')],
];
const OURS = ['--json', '--host', '127.0.0.1', '--port', '0'];

/** A torrent that libtorrent has made of a folder, and its tracker. */
async function made(lab: Lab, kind: 'v1' | 'v2' | 'hybrid') {
  const tracker = lab.own(await plainTracker());
  for (const [name, bytes] of FILES) await lab.file(join('seed', 'Curso', name), bytes);
  const torrent = lab.path(`${kind}.torrent`);
  await libtorrentMakes(lab.path('seed', 'Curso'), torrent, kind, tracker.url);
  return { tracker, torrent };
}

async function expectFiles(folder: string): Promise<void> {
  for (const [name, bytes] of FILES)
    expect(Buffer.compare(await readFile(join(folder, name)), bytes)).toBe(0);
}

const withLibtorrent = testWithPython('libtorrent');

describe('a torrent of several files that libtorrent has made', () => {
  for (const kind of ['v1', 'hybrid'] as const) {
    withLibtorrent(
      `is fetched from libtorrent and served to it, by its own tracker (${kind})`,
      async () => {
        await using lab = await createLab();
        const { tracker, torrent } = await made(lab, kind);
        const seeder = lab.own(await libtorrentWith({ source: torrent, folder: lab.path('seed') }));
        const data = lab.path('data-get');
        const got = await lab.run(['get', torrent, ...OURS], { data });
        expect(got.code).toBe(0);
        await expectFiles(got.json<{ path: string }>().path);

        await seeder.stop('SIGKILL');
        const { port } = await lab.startPeer({ data });
        await eventually(
          () => tracker.announced.find((one) => one.port === port && one.left === 0),
          'our node at the tracker',
        );
        await mkdir(lab.path('again'));
        lab.own(await libtorrentWith({ source: torrent, folder: lab.path('again') }));
        await expectFiles(lab.path('again', 'Curso'));
      },
      TIMEOUT,
    );
  }

  withLibtorrent(
    'is refused with its own code when it is of version 2 alone',
    async () => {
      await using lab = await createLab();
      const { torrent } = await made(lab, 'v2');
      const got = await lab.run(['get', torrent, ...OURS], { data: lab.path('data-get') });
      expect(got.stderr).toContain('ERR_METAINFO_V2_ONLY');
      expect(got.code).not.toBe(0);
    },
    TIMEOUT,
  );

  withLibtorrent(
    'is served to aria2, too',
    async () => {
      await using lab = await createLab();
      const { torrent } = await made(lab, 'v1');
      const seeder = lab.own(await libtorrentWith({ source: torrent, folder: lab.path('seed') }));
      const data = lab.path('data-get');
      expect((await lab.run(['get', torrent, ...OURS], { data })).code).toBe(0);
      await seeder.stop('SIGKILL');
      await lab.startPeer({ data });
      const aria2 = lab.own(await aria2Download(torrent, lab.path('aria2')));
      expect((await aria2.exited).code).toBe(0);
      await expectFiles(lab.path('aria2', 'Curso'));
    },
    TIMEOUT,
  );
});
