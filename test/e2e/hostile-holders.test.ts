import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { concatBytes, parseHex } from '../../common/bytes.ts';
import { parseInfoHash } from '../../common/ids.ts';
import { pieceLengthFor } from '../../common/metainfo/piece-length.ts';
import type { BlockAddress } from '../../common/wire/block-address.ts';
import { encodeMessage } from '../../common/wire/encode-message.ts';
import { aPdf } from '../support/a-pdf.ts';
import { createLab, type Lab } from '../support/lab.ts';
import { type Published, publishIn } from '../support/published.ts';
import { listenRaw, type RawPeer } from '../support/raw-peer.ts';

const DOCUMENT = aPdf({ pages: 40, bytesPerPage: 50_000, seed: 8 });
const MD5 = createHash('md5').update(DOCUMENT).digest('hex');
const PIECE_LENGTH = pieceLengthFor(DOCUMENT.length);
const TIMEOUT = 120_000;

let lab: Lab;
let published: Published;

beforeAll(async () => {
  lab = await createLab();
  published = await publishIn(lab, 'document.pdf', DOCUMENT);
}, TIMEOUT);

afterAll(async () => {
  await lab[Symbol.asyncDispose]();
});

/** Greets, claims to have everything, unchokes, and does what `answer` says with each request. */
async function pretend(peer: RawPeer, answer: (block: BlockAddress) => Promise<void>): Promise<void> {
  try {
    await peer.greeted();
    peer.handshake(published.infoHash);
    peer.say({ type: 'haveAll' });
    await peer.next('interested', 30_000);
    peer.say({ type: 'unchoke' });
    for (;;) {
      const { piece, begin, length } = await peer.next('request', 60_000);
      await answer({ piece, begin, length });
    }
  } catch {
    // the other side hung up
  }
}

interface Got {
  readonly md5: string;
  readonly md5Ok: boolean;
  readonly holders: readonly { readonly address: string; readonly banned: boolean; readonly bytes: number }[];
}

/** Claims to have everything, and answers each request with what `block` makes of the right bytes. */
function seed(block: (data: Uint8Array) => Uint8Array): (peer: RawPeer) => void {
  return (peer) =>
    void pretend(peer, async ({ piece, begin, length }) => {
      const at = piece * PIECE_LENGTH + begin;
      peer.say({ type: 'piece', piece, begin, data: block(DOCUMENT.slice(at, at + length)) });
    });
}

/** Tells the tracker that a seeder listens on `port`, or that it has stopped. */
async function announce(port: number, event: 'started' | 'stopped'): Promise<void> {
  const { tracker, infoHash } = published;
  const hash = [...(parseHex(infoHash) ?? [])]
    .map((byte) => `%${byte.toString(16).padStart(2, '0')}`)
    .join('');
  const peer = `peer_id=-XX0001-raw-seeder-1&port=${port}&event=${event}`;
  const query = `info_hash=${hash}&${peer}&uploaded=0&downloaded=0&left=0&compact=1`;
  const answer = await (await fetch(`${tracker.url}/announce?${query}`)).text();
  expect(answer).not.toContain('failure reason');
}

/** What `get` comes to with one good holder and one that does as `behave` says. */
async function getBeside(behave: (peer: RawPeer) => void) {
  await using other = await listenRaw(behave);
  await announce(other.port, 'started');
  const { tracker, infoHash } = published;
  const data = lab.path(`data-get-${other.port}`);
  const ran = await lab.run(['get', infoHash, '--json'], { data, tracker, timeoutMs: 100_000 });
  await announce(other.port, 'stopped');
  const got = ran.json<Got>();
  return { ...ran, got, other: got.holders.find(({ address }) => address === `127.0.0.1:${other.port}`) };
}

const flipped = (data: Uint8Array) => data.map((byte) => byte ^ 1);

describe('get, beside a good holder', () => {
  test(
    'bans and names one that lies, and ends with the right bytes',
    async () => {
      const { code, got, other } = await getBeside(seed(flipped));
      expect(code).toBe(0);
      expect(got).toMatchObject({ md5: MD5, md5Ok: true });
      expect(other).toMatchObject({ banned: true, bytes: 0 });
    },
    TIMEOUT,
  );

  test(
    'bans and names one that lies in every tenth block',
    async () => {
      let blocks = 0;
      const tenth = (data: Uint8Array) => (++blocks % 10 === 0 ? flipped(data) : data);
      const { code, got, other } = await getBeside(seed(tenth));
      expect(code).toBe(0);
      expect(got).toMatchObject({ md5: MD5, md5Ok: true });
      expect(other?.banned).toBe(true);
    },
    TIMEOUT,
  );

  test(
    'bans and names one that lies in a single byte',
    async () => {
      let blocks = 0;
      const once = (data: Uint8Array) =>
        ++blocks === 20 ? Uint8Array.of((data[0] ?? 0) ^ 1, ...data.subarray(1)) : data;
      const { code, got, other, stderr } = await getBeside(seed(once));
      expect(code).toBe(0);
      expect(got).toMatchObject({ md5: MD5, md5Ok: true });
      expect(other?.banned).toBe(true);
      expect(stderr.match(/^banned .*sent wrong bytes/gm)).toHaveLength(1);
    },
    TIMEOUT,
  );

  test(
    'uses a stranger that keeps to the protocol',
    async () => {
      const { code, got, other } = await getBeside(seed((data) => data));
      expect(code).toBe(0);
      expect(got).toMatchObject({ md5: MD5, md5Ok: true });
      expect(other?.bytes).toBeGreaterThan(0);
      expect(other?.banned).toBe(false);
    },
    TIMEOUT,
  );

  const rude: [string, (peer: RawPeer) => void][] = [
    ['accepts and says nothing', () => undefined],
    ['answers in another protocol', (peer) => peer.send(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))],
    ['hangs up at once', (peer) => peer.socket.destroy()],
    [
      'announces a frame of 4 GiB',
      (peer) => {
        peer.handshake(published.infoHash);
        peer.send(Buffer.from('ffffffff07', 'hex'));
      },
    ],
    [
      'sends blocks that nobody asked for',
      (peer) => {
        peer.handshake(published.infoHash);
        peer.say({ type: 'haveAll' });
        peer.say({ type: 'unchoke' });
        peer.say({ type: 'piece', piece: 0, begin: 0, data: new Uint8Array(16_384) });
      },
    ],
    [
      'takes requests and answers none',
      (peer) => {
        peer.handshake(published.infoHash);
        peer.say({ type: 'haveAll' });
        peer.say({ type: 'unchoke' });
      },
    ],
    [
      'sends a block one byte at a time, for ever',
      (peer) =>
        void pretend(peer, async ({ piece, begin, length }) => {
          const [head, data = new Uint8Array()] = encodeMessage({
            type: 'piece',
            piece,
            begin,
            data: new Uint8Array(length),
          });
          peer.send(head ?? data);
          for (const byte of data) {
            peer.send(Uint8Array.of(byte));
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
        }),
    ],
    [
      'claims all of it and rejects every request',
      (peer) => void pretend(peer, async (block) => peer.say({ type: 'reject', ...block })),
    ],
    [
      'answers with other blocks than were asked for',
      (peer) =>
        void pretend(peer, async ({ piece, begin, length }) =>
          peer.say({ type: 'piece', piece, begin: begin + 1, data: new Uint8Array(length) }),
        ),
    ],
    [
      'chokes and unchokes at every request, and answers none',
      (peer) =>
        void pretend(peer, async () => {
          peer.say({ type: 'choke' });
          peer.say({ type: 'unchoke' });
        }),
    ],
    [
      'never reads, and floods with messages',
      (peer) => {
        peer.handshake(published.infoHash);
        peer.say({ type: 'haveAll' });
        peer.socket.pause();
        const have = concatBytes(encodeMessage({ type: 'have', piece: 0 }));
        const flood = concatBytes(Array.from({ length: 10_000 }, () => have));
        const again = () => {
          while (!peer.socket.destroyed && peer.socket.write(flood));
        };
        peer.socket.on('drain', again);
        again();
      },
    ],
    ['is about another torrent', (peer) => peer.handshake(parseInfoHash('ab'.repeat(20)))],
  ];
  test.each(rude)(
    'does without one that %s',
    async (_, behave) => {
      const { code, got } = await getBeside(behave);
      expect(code).toBe(0);
      expect(got).toMatchObject({ md5: MD5, md5Ok: true });
    },
    TIMEOUT,
  );
});
