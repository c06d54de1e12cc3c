import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { describe, expect } from '@jest/globals';
import { aPdf } from '../support/a-pdf.ts';
import { aria2Download, aria2Seed } from '../support/aria2.ts';
import { eventually } from '../support/eventually.ts';
import { createLab, type Lab } from '../support/lab.ts';
import { ownAddress, testFromOutside, testWith } from '../support/on-path.ts';
import { type Published, publishIn } from '../support/published.ts';
import { transmissionSeed, transmissionWith } from '../support/transmission.ts';

const TIMEOUT = 120_000;
const DOCUMENT = aPdf({ pages: 60, bytesPerPage: 50_000, seed: 6 });
const MD5 = createHash('md5').update(DOCUMENT).digest('hex');

const md5Of = async (path: string) =>
  createHash('md5')
    .update(await readFile(path))
    .digest('hex');

/** Waits until the tracker knows a standard client that has all of the document. */
async function seederKnown({ tracker, infoHash }: Published): Promise<void> {
  await eventually(async () => {
    const response = await fetch(`${tracker.url}/v1/publications/${infoHash}`);
    const { holderList } = (await response.json()) as { holderList: { client: string; complete: boolean }[] };
    return holderList.find((holder) => holder.client === 'standard' && holder.complete);
  }, 'seeder in the tracker');
}

/** `get` by a new peer, the publisher being gone. */
async function getFromStandardSeeder(lab: Lab, published: Published): Promise<void> {
  await published.holder.stop();
  await seederKnown(published);
  const { tracker, infoHash } = published;
  const got = await lab.run(['get', infoHash, '--json'], { data: lab.path('data-get'), tracker });
  const result = got.json<{ path: string; md5: string; md5Ok: boolean; holders: { bytes: number }[] }>();
  expect(result).toMatchObject({ md5: MD5, md5Ok: true });
  expect(await md5Of(result.path)).toBe(MD5);
  expect(Math.max(...result.holders.map((holder) => holder.bytes))).toBe(DOCUMENT.length);
  expect(got.code).toBe(0);
}

describe('a holder', () => {
  testWith('aria2c')(
    'serves a published document to aria2, by our .torrent and tracker',
    async () => {
      await using lab = await createLab();
      const { torrent, file } = await publishIn(lab, 'Livro de física.pdf', DOCUMENT);
      await mkdir(lab.path('aria2'));
      const { code } = await lab.own(await aria2Download(torrent, lab.path('aria2'))).exited;
      expect(code).toBe(0);
      expect(await md5Of(lab.path('aria2', basename(file)))).toBe(MD5);
    },
    TIMEOUT,
  );
});

describe('a holder that is reached over a network', () => {
  // Transmission connects to nobody on loopback
  testFromOutside('transmission-daemon')(
    'serves a published document to Transmission',
    async () => {
      await using lab = await createLab();
      const ip = ownAddress() ?? '';
      const tracker = await lab.startTracker();
      const holder = await lab.startPeer({ tracker, args: ['--host', ip] });
      const file = await lab.file('shared/Livro de física.pdf', DOCUMENT);
      const published = await lab.run(['publish', file, '--json'], { data: holder.data, tracker });
      expect(published.code).toBe(0);
      const torrent = lab.path('document.torrent');
      await lab.run(['torrent', 'Livro de física.pdf', '-o', torrent], { data: holder.data, tracker });
      await mkdir(lab.path('got'));
      const config = lab.path('transmission');
      await lab.own(await transmissionWith(torrent, lab.path('got'), config, ip)).whole();
      expect(await md5Of(lab.path('got', basename(file)))).toBe(MD5);
    },
    TIMEOUT,
  );
});

describe('get', () => {
  testWith('aria2c')(
    'takes a document from an aria2 seeder',
    async () => {
      await using lab = await createLab();
      const published = await publishIn(lab, 'Livro de física.pdf', DOCUMENT);
      lab.own(await aria2Seed(published.torrent, published.folder));
      await getFromStandardSeeder(lab, published);
    },
    TIMEOUT,
  );

  testWith('transmission-daemon')(
    'takes a document from a Transmission seeder',
    async () => {
      await using lab = await createLab();
      const published = await publishIn(lab, 'Livro de física.pdf', DOCUMENT);
      lab.own(await transmissionSeed(published.torrent, published.folder, lab.path('transmission')));
      await getFromStandardSeeder(lab, published);
    },
    TIMEOUT,
  );
});
