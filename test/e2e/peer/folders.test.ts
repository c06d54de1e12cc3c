import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { encodeMetainfo } from '../../../common/metainfo/metainfo.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { aFolderTorrent } from '../../support/a-torrent.ts';
import { freePort } from '../../support/free-port.ts';
import { createLab, type Lab, type RunningPeer } from '../../support/lab.ts';
import { plainTracker } from '../../support/plain-tracker.ts';

const TIMEOUT = 60_000;
const BOOK = aPdf({ pages: 4, bytesPerPage: 50_000, seed: 21 });
const NOTES = aPdf({ pages: 2, bytesPerPage: 30_000, seed: 22 });
const ZEROS = new Uint8Array((32_768 - (BOOK.length % 32_768)) % 32_768);
const ALONE = ['--json', '--host', '127.0.0.1', '--port', '0'];

/** A course: two documents, padding between them, an empty file and one whose name climbs out. */
const COURSE = aFolderTorrent([
  { path: ['livro.pdf'], bytes: BOOK },
  { path: ['.pad', String(ZEROS.length)], bytes: ZEROS, padding: true },
  { path: ['aulas', 'notas.pdf'], bytes: NOTES },
  { path: ['aulas', 'vazio.txt'], bytes: new Uint8Array() },
  { path: ['..', 'fora.txt'], bytes: Buffer.from('fora') },
]);
const { infoHash } = COURSE.info;

interface Got {
  readonly path: string;
  readonly fetchedBytes: number;
  readonly size: number;
}

/** What lies below `folder`, sorted. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

async function expectCourse(path: string): Promise<void> {
  expect(await filesIn(path)).toEqual([
    'aulas/notas.pdf',
    'aulas/vazio.txt',
    'livro.pdf',
    'unnamed/fora.txt',
  ]);
  expect(Buffer.compare(await readFile(join(path, 'livro.pdf')), BOOK)).toBe(0);
  expect(Buffer.compare(await readFile(join(path, 'aulas', 'notas.pdf')), NOTES)).toBe(0);
  expect(await readFile(join(path, 'unnamed', 'fora.txt'), 'utf8')).toBe('fora');
}

/** Lays `bytes` down as what has arrived of the course at the node in `data`. */
async function arrived(data: string, bytes: Uint8Array): Promise<void> {
  await mkdir(join(data, 'partial'), { recursive: true });
  await writeFile(join(data, 'partial', `${infoHash}.part`), bytes);
}

/** A running peer that has the course whole. */
async function holderOf(lab: Lab): Promise<RunningPeer> {
  const data = lab.path('data-holder');
  await arrived(data, COURSE.content);
  const { url } = lab.own(await plainTracker());
  const { encoded: infoBytes } = COURSE.info;
  const torrent = await lab.file('course.torrent', encodeMetainfo({ infoBytes, trackers: [[url]] }));
  const got = await lab.run(['get', torrent, ...ALONE], { data });
  expect(got.stderr).not.toContain('error');
  expect(got.code).toBe(0);
  return lab.startPeer({ data });
}

const magnetAt = ({ port }: { readonly port: number }) =>
  `magnet:?xt=urn:btih:${infoHash}&x.pe=127.0.0.1:${port}`;

describe('a torrent of several files', () => {
  test(
    'comes from a holder by a magnet alone, into a folder of safe names, and is served in turn',
    async () => {
      await using lab = await createLab();
      const holder = await holderOf(lab);
      const first = await lab.run(['get', magnetAt(holder), ...ALONE], { data: lab.path('data-a') });
      expect(first.code).toBe(0);
      expect(first.stderr).toContain('Curso de física: 4 files');
      const got = first.json<Got>();
      expect(got).toMatchObject({ fetchedBytes: COURSE.content.length, size: COURSE.content.length });
      expect(got.path).toBe(lab.path('data-a', 'library', 'Curso de física'));
      await expectCourse(got.path);
      expect(await readdir(lab.path('data-a', 'partial'))).toEqual([]);

      await holder.stop();
      const second = await lab.startPeer({ data: lab.path('data-a') });
      const again = await lab.run(['get', magnetAt(second), '--out', lab.path('fora'), ...ALONE], {
        data: lab.path('data-b'),
      });
      expect(again.code).toBe(0);
      expect(again.json<Got>().path).toBe(lab.path('fora'));
      await expectCourse(lab.path('fora'));
    },
    TIMEOUT,
  );

  test(
    'goes on from what had arrived, and is copied from the library to another place',
    async () => {
      await using lab = await createLab();
      const holder = await holderOf(lab);
      const half = new Uint8Array(COURSE.content.length);
      half.set(COURSE.content.subarray(0, 4 * 32_768));
      const data = lab.path('data-a');
      await arrived(data, half);
      const got = await lab.run(['get', magnetAt(holder), ...ALONE], { data });
      expect(got.code).toBe(0);
      expect(got.json<Got>().fetchedBytes).toBe(COURSE.content.length - 4 * 32_768);
      await expectCourse(got.json<Got>().path);

      const copied = await lab.run(['get', infoHash, '--out', lab.path('outro'), ...ALONE], { data });
      expect(copied.json<Got>()).toMatchObject({ fetchedBytes: 0, path: lab.path('outro') });
      await expectCourse(lab.path('outro'));
      const over = await lab.run(['get', infoHash, '--out', lab.path('fora', '..'), ...ALONE], { data });
      expect(over.code).toBe(0); // into the folder that is there, by its own name
      expect(over.json<Got>().path).toBe(lab.path('Curso de física'));
    },
    TIMEOUT,
  );

  test(
    'takes the folder that a killed process had finished, and puts it back on record',
    async () => {
      await using lab = await createLab();
      await holderOf(lab).then((holder) => holder.stop());
      const data = lab.path('data-holder');
      // killed between the folder and its record: both the folder and all that had arrived are there
      await rm(join(data, 'documents', `${infoHash}.json`));
      await arrived(data, COURSE.content);
      const nobody = { port: await freePort() };
      const got = await lab.run(['get', magnetAt(nobody), ...ALONE], { data });
      expect(got.code).toBe(0);
      expect(await readdir(join(data, 'library'))).toEqual(['Curso de física']);

      // a record that is lost alone is made anew when the node starts
      await rm(join(data, 'documents', `${infoHash}.json`));
      const peer = await lab.startPeer({ data });
      const again = await lab.run(['get', magnetAt(peer), ...ALONE], { data: lab.path('data-a') });
      await expectCourse(again.json<Got>().path);
    },
    TIMEOUT,
  );

  test(
    'is served after it was moved and touched, and not when one of its files is another',
    async () => {
      await using lab = await createLab();
      await holderOf(lab).then((holder) => holder.stop());
      const data = lab.path('data-holder');
      const folder = join(data, 'library', 'Curso de física');
      const stateOf = async () => {
        const ran = await lab.run(['status', '--json'], { data });
        return (ran.json() as unknown as { shared: { state: string }[] }).shared.map(({ state }) => state);
      };
      const moved = join(data, 'library', 'Física');
      await rename(folder, moved);
      await utimes(join(moved, 'livro.pdf'), new Date(), new Date());
      const touched = await lab.startPeer({ data });
      const got = await lab.run(['get', magnetAt(touched), ...ALONE], { data: lab.path('data-a') });
      expect(got.code).toBe(0);
      await touched.stop();

      await writeFile(
        join(moved, 'aulas', 'notas.pdf'),
        NOTES.map((byte) => byte ^ 1),
      );
      const changed = await lab.startPeer({ data });
      expect(await stateOf()).toEqual(['changed']);
      await changed.stop();
    },
    TIMEOUT,
  );

  test(
    'is removed with its files, and nothing that people have put beside them',
    async () => {
      await using lab = await createLab();
      const holder = await holderOf(lab);
      const { data } = holder;
      const folder = join(data, 'library', 'Curso de física');
      await writeFile(join(folder, 'aulas', 'minhas.txt'), 'minhas');
      const removed = await lab.run(['remove', infoHash, '--delete-file', '--yes', '--json'], { data });
      expect(removed.json()).toMatchObject({ fileDeleted: true });
      expect(await filesIn(folder)).toEqual(['aulas/minhas.txt']);
      expect(await readdir(folder)).toEqual(['aulas']);
    },
    TIMEOUT,
  );
});
