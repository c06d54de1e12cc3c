import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { concatBytes } from '../../common/bytes.ts';
import { decodeMetainfo, type Metainfo } from '../../common/metainfo/metainfo.ts';
import {
  decodeExtendedHandshake,
  type ExtendedHandshake,
  encodeExtendedHandshake,
  PS_PAGES,
} from '../../common/wire/extended-handshake.ts';
import {
  decodePagesMessage,
  encodePagesMessage,
  type PagesMessage,
} from '../../common/wire/pages-message.ts';
import { aPdf } from '../support/a-pdf.ts';
import { createLab, type Lab } from '../support/lab.ts';
import { type Published, publishIn } from '../support/published.ts';
import { connectRaw, type RawPeer } from '../support/raw-peer.ts';

const DOCUMENT = aPdf({ pages: 40, bytesPerPage: 40_000, seed: 9 });
const BLOCK = 16 * 1024;
const OUR_ID = 9;

let lab: Lab;
let published: Published;
let metainfo: Metainfo;

beforeAll(async () => {
  lab = await createLab();
  published = await publishIn(lab, 'document.pdf', DOCUMENT);
  metainfo = decodeMetainfo(readFileSync(published.torrent));
}, 60_000);

afterAll(async () => {
  await lab[Symbol.asyncDispose]();
});

/** A peer that speaks `ps_pages` with the holder, and is choked by it. */
async function pagesPeer(): Promise<{
  peer: RawPeer;
  remote: ExtendedHandshake;
  ask(message: PagesMessage): void;
  answer(): Promise<PagesMessage | undefined>;
}> {
  const peer = await connectRaw(published.holder.port);
  peer.handshake(published.infoHash, { extended: true });
  await peer.greeted();
  const remote = decodeExtendedHandshake((await peer.next('extended')).payload);
  const payload = encodeExtendedHandshake({
    extensions: new Map([[PS_PAGES, OUR_ID]]),
    pages: { version: 1 },
  });
  peer.say({ type: 'extended', id: 0, payload });
  return {
    peer,
    remote,
    ask: (message) =>
      peer.say({
        type: 'extended',
        id: remote.extensions.get(PS_PAGES) ?? 0,
        payload: concatBytes(encodePagesMessage(message)),
      }),
    answer: async () => {
      const { id, payload } = await peer.next('extended');
      expect(id).toBe(OUR_ID);
      return decodePagesMessage(payload);
    },
  };
}

describe('ps_pages, as a holder speaks it', () => {
  test('names the page map that the .torrent names', async () => {
    const { peer, remote } = await pagesPeer();
    await using _ = peer;
    const { digest, size } = metainfo.pageswarm?.map ?? {};
    expect(remote.pages).toEqual({ version: 1, map: { digest: new Uint8Array(digest ?? []), size } });
  });

  test('sends the page map in chunks, rejects one that does not exist, and stops after four maps', async () => {
    const { peer, ask, answer } = await pagesPeer();
    await using _ = peer;
    const { digest, size = 0 } = metainfo.pageswarm?.map ?? {};
    const chunks: Uint8Array[] = [];
    for (let chunk = 0; chunk < Math.ceil(size / BLOCK); chunk++) {
      ask({ type: 'mapRequest', chunk });
      const data = await answer();
      expect(data).toMatchObject({ type: 'mapData', chunk });
      if (data?.type === 'mapData') chunks.push(data.data);
    }
    const sha256 = createHash('sha256').update(concatBytes(chunks)).digest();
    expect(Buffer.compare(sha256, digest ?? new Uint8Array(0))).toBe(0);

    ask({ type: 'mapRequest', chunk: chunks.length });
    expect(await answer()).toEqual({ type: 'mapReject', chunk: chunks.length });

    const answers: (string | undefined)[] = [];
    for (let turn = 0; turn < 4 * chunks.length; turn++) {
      ask({ type: 'mapRequest', chunk: 0 });
      answers.push((await answer())?.type);
    }
    expect(answers.at(-1)).toBe('mapReject');
  });

  test('returns the token of a ping', async () => {
    const { peer, ask, answer } = await pagesPeer();
    await using _ = peer;
    const token = new Uint8Array(randomBytes(8));
    ask({ type: 'ping', token });
    const pong = await answer();
    expect(pong?.type === 'pong' && Buffer.compare(pong.token, token)).toBe(0);
  });

  test('serves an urgent request to one who is choked, and an ordinary one it rejects', async () => {
    const { peer, ask } = await pagesPeer();
    await using _ = peer;
    peer.say({ type: 'request', piece: 0, begin: 7, length: 100 });
    expect(await peer.next('reject')).toEqual({ type: 'reject', piece: 0, begin: 7, length: 100 });
    ask({ type: 'urgentRequest', piece: 0, begin: 7, length: 100 });
    expect(Buffer.compare((await peer.next('piece')).data, DOCUMENT.subarray(7, 107))).toBe(0);
  });

  test('rejects what exceeds 1 MiB of urgent requests in 10 s', async () => {
    const { peer, ask } = await pagesPeer();
    await using _ = peer;
    for (let turn = 0; turn < 65; turn++) ask({ type: 'urgentRequest', piece: 1, begin: 0, length: BLOCK });
    expect(await peer.next('reject')).toMatchObject({ piece: 1, begin: 0, length: BLOCK });
  });
});
