import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { Bitfield } from '../../common/bitfield.ts';
import { aTorrent } from '../support/a-torrent.ts';
import { createLab } from '../support/lab.ts';
import { listenRaw, type RawPeer } from '../support/raw-peer.ts';
import { seeded } from '../support/seeded.ts';

const PIECE = 16_384;
const PIECES = 1000;
const WRONG = 777;
const random = seeded(3);
const BYTES = Uint8Array.from({ length: PIECES * PIECE }, () => 256 * random());
const OURS = ['--json', '--host', '127.0.0.1', '--port', '0'];

const { info, bytes: torrent } = aTorrent(BYTES, { pieceLength: PIECE, name: 'mil.bin' });

/** Greets, says which pieces it has, and serves what `dataOf` gives until the other side hangs up. */
async function serve(peer: RawPeer, has: Bitfield, dataOf: (piece: number) => Uint8Array): Promise<void> {
  await peer.greeted();
  peer.handshake(info.infoHash, { peerId: `-XX0001-${has.isFull ? 'a-liar-here-' : 'honest-here-'}` });
  peer.say({ type: 'bitfield', bits: has.encode() });
  await peer.next('interested', 30_000);
  peer.say({ type: 'unchoke' });
  for (;;) {
    const { piece, begin, length } = await peer.next('request', 60_000);
    peer.say({ type: 'piece', piece, begin, data: dataOf(piece).subarray(begin, begin + length) });
  }
}

test('get finds the one leaf of a thousand that is wrong, bans who sent it, and takes it from another', async () => {
  await using lab = await createLab();
  const right = (piece: number) => BYTES.slice(piece * PIECE, (piece + 1) * PIECE);
  const wrong = (piece: number) =>
    piece === WRONG ? right(piece).fill((right(piece)[0] ?? 0) ^ 1, 0, 1) : right(piece);
  const allButOne = new Bitfield(PIECES);
  for (let piece = 0; piece < PIECES; piece++) if (piece !== WRONG) allButOne.add(piece);

  let honestPeer: RawPeer | undefined;
  const honest = lab.own(
    await listenRaw((peer) => {
      honestPeer = peer;
      serve(peer, allButOne, right).catch(() => undefined); // it has hung up
    }),
  );
  const liar = lab.own(
    await listenRaw((peer) => {
      // nobody else has the leaf before the lie is found out
      const found = () => honestPeer?.say({ type: 'have', piece: WRONG });
      serve(peer, Bitfield.full(PIECES), wrong).catch(found);
    }),
  );
  await lab.file(`data/documents/${info.infoHash}.torrent`, torrent); // so the info dictionary is here
  const peers = [liar, honest].map(({ port }) => `x.pe=127.0.0.1:${port}`).join('&');
  const magnet = `magnet:?xt=urn:btih:${info.infoHash}&${peers}`;
  const got = await lab.run(['get', magnet, ...OURS], { data: lab.path('data') });

  expect(got.code).toBe(0);
  const { path, holders } = got.json<{ path: string; holders: { address: string; reason: string }[] }>();
  expect(Buffer.compare(await readFile(path), BYTES)).toBe(0);
  expect(holders.find(({ address }) => address === `127.0.0.1:${liar.port}`)).toMatchObject({
    banned: true,
    reason: `it sent wrong bytes in leaf ${WRONG}`,
  });
  expect(holders.find(({ address }) => address === `127.0.0.1:${honest.port}`)).toMatchObject({
    banned: false,
  });
  expect(got.stderr.match(/^banned .*sent wrong bytes/gm)).toHaveLength(1);
}, 60_000);
