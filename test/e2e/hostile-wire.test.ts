import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Bitfield } from '../../common/bitfield.ts';
import { concatBytes } from '../../common/bytes.ts';
import { parseInfoHash } from '../../common/ids.ts';
import { decodeMetainfo } from '../../common/metainfo/metainfo.ts';
import { encodeMessage } from '../../common/wire/encode-message.ts';
import {
  decodeExtendedHandshake,
  encodeExtendedHandshake,
  PS_PAGES,
} from '../../common/wire/extended-handshake.ts';
import type { Message } from '../../common/wire/message.ts';
import { encodePagesMessage, type PagesMessage } from '../../common/wire/pages-message.ts';
import { aPdf } from '../support/a-pdf.ts';
import { eventually } from '../support/eventually.ts';
import { createLab, type Lab } from '../support/lab.ts';
import { type Published, publishIn } from '../support/published.ts';
import { connectRaw, type RawPeer } from '../support/raw-peer.ts';
import { seeded } from '../support/seeded.ts';

const DOCUMENT = aPdf({ pages: 20, bytesPerPage: 50_000, seed: 7 });
const BLOCK = 16 * 1024;
const TIMEOUT = 60_000;

let lab: Lab;
let published: Published;
let pieceLength: number;

beforeAll(async () => {
  lab = await createLab();
  published = await publishIn(lab, 'document.pdf', DOCUMENT);
  ({ pieceLength } = decodeMetainfo(readFileSync(published.torrent)).info);
}, TIMEOUT);

afterAll(async () => {
  await lab[Symbol.asyncDispose]();
});

// whatever was tried, the holder serves the next who asks properly
afterEach(async () => {
  await using peer = await unchokedPeer();
  peer.say({ type: 'request', piece: 1, begin: 5, length: 1000 });
  const { data } = await peer.next('piece');
  expect(Buffer.compare(data, DOCUMENT.subarray(pieceLength + 5, pieceLength + 1005))).toBe(0);
}, TIMEOUT);

/** Connected and past the handshakes. */
async function greetedPeer(reserved: { extended?: boolean } = {}): Promise<RawPeer> {
  const peer = await connectRaw(published.holder.port);
  peer.handshake(published.infoHash, reserved);
  await peer.greeted();
  return peer;
}

/** Interested, and unchoked by the holder. */
async function unchokedPeer(): Promise<RawPeer> {
  const peer = await greetedPeer();
  peer.say({ type: 'haveNone' });
  peer.say({ type: 'interested' });
  await peer.next('unchoke', 40_000);
  return peer;
}

const OURS = encodeExtendedHandshake({ extensions: new Map([[PS_PAGES, 7]]), pages: { version: 1 } });

/** Says what ours say of themselves; returns the holder's id for `ps_pages` messages. */
async function introduced(peer: RawPeer): Promise<number> {
  const { payload } = await peer.next('extended');
  peer.say({ type: 'extended', id: 0, payload: OURS });
  return decodeExtendedHandshake(payload).extensions.get(PS_PAGES) ?? 0;
}

function pagesMessage(id: number, message: PagesMessage): Message {
  return { type: 'extended', id, payload: concatBytes(encodePagesMessage(message)) };
}

function bytesOf(...messages: Message[]): Uint8Array {
  return concatBytes(messages.flatMap((message) => encodeMessage(message)));
}

/** Memory of the holder, MB; 0 where it cannot be asked. */
function holderMemory(): number {
  try {
    const status = readFileSync(`/proc/${published.holder.pid}/status`, 'latin1');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

describe('a holder that a stranger connects to', () => {
  test.each([
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')],
    ['TLS', Buffer.from('16030102000100', 'hex')],
    ['noise', Buffer.from(Array.from({ length: 300 }, (_, index) => (index * 89 + 7) % 256))],
    ['a longer protocol name', Buffer.from(`\x14BitTorrent protocol2${'\0'.repeat(60)}`, 'latin1')],
  ])('hangs up on %s', async (_, bytes) => {
    await using peer = await connectRaw(published.holder.port);
    peer.send(bytes);
    await peer.closed();
  });

  test('hangs up on a torrent that it does not have', async () => {
    await using peer = await connectRaw(published.holder.port);
    peer.handshake(parseInfoHash('ab'.repeat(20)));
    await peer.closed();
  });

  test(
    'is there for others while 100 sockets say nothing, or half a handshake',
    async () => {
      const silent = await Promise.all(Array.from({ length: 100 }, () => connectRaw(published.holder.port)));
      for (const peer of silent.slice(50)) peer.send(Buffer.from('\x13BitTorrent pro', 'latin1'));
      await using peer = await unchokedPeer();
      peer.say({ type: 'request', piece: 0, begin: 0, length: 8 });
      expect(Buffer.from((await peer.next('piece')).data).toString('latin1')).toBe('%PDF-1.4');
      for (const peer of silent) await peer[Symbol.asyncDispose]();
    },
    TIMEOUT,
  );

  test(
    'hangs up on a socket that says nothing',
    async () => {
      await using peer = await connectRaw(published.holder.port);
      await peer.closed(20_000);
    },
    TIMEOUT,
  );
});

describe('a holder that a peer misuses', () => {
  const frames: [string, Uint8Array][] = [
    ['a frame of 4 GiB', Buffer.from('ffffffff07', 'hex')],
    ['a frame of 2 GiB of an unknown kind', Buffer.from('7fffffff63', 'hex')],
    ['a piece longer than any block', Buffer.from('0000ffff07', 'hex')],
    ['a choke with a payload', Buffer.from('0000000200ff', 'hex')],
    [
      'a bitfield that is too long',
      concatBytes(encodeMessage({ type: 'bitfield', bits: new Uint8Array(1000) })),
    ],
    [
      'a have for a piece that does not exist',
      concatBytes(encodeMessage({ type: 'have', piece: 1_000_000 })),
    ],
    [
      'an extended handshake that is no bencoding',
      concatBytes(encodeMessage({ type: 'extended', id: 0, payload: Buffer.from('hello') })),
    ],
    [
      'an extended handshake of 100,000 nested lists',
      concatBytes(encodeMessage({ type: 'extended', id: 0, payload: Buffer.alloc(100_000, 'l') })),
    ],
    [
      'a block that it never asked for',
      concatBytes(encodeMessage({ type: 'piece', piece: 0, begin: 0, data: new Uint8Array(BLOCK) })),
    ],
  ];
  test.each(frames)('hangs up on %s', async (_, bytes) => {
    await using peer = await connectRaw(published.holder.port);
    peer.handshake(published.infoHash, { extended: true });
    await peer.greeted();
    peer.send(bytes);
    await peer.closed();
  });

  test('hangs up on a bitfield with spare bits', async () => {
    const { pieceCount } = decodeMetainfo(readFileSync(published.torrent)).info;
    expect(pieceCount % 8).not.toBe(0); // else there are none
    const bits = new Bitfield(pieceCount).encode();
    bits.fill(0xff);
    await using peer = await greetedPeer();
    peer.say({ type: 'bitfield', bits });
    await peer.closed();
  });

  const outside: [string, { piece: number; begin: number; length: number }][] = [
    ['a piece that does not exist', { piece: 1_000_000, begin: 0, length: 16 }],
    ['the piece 4,294,967,295', { piece: 0xffffffff, begin: 0, length: 16 }],
    ['bytes behind the end of a piece', { piece: 0, begin: 0xfffffff0, length: 16 }],
    ['a block that reaches over the end of a piece', { piece: 0, begin: 10, length: 0xffff_fff0 }],
    ['more than 16 KiB', { piece: 0, begin: 0, length: BLOCK + 1 }],
    ['nothing at all', { piece: 0, begin: 0, length: 0 }],
  ];
  test.each(outside)(
    'serves no byte for a request of %s',
    async (_, block) => {
      await using peer = await unchokedPeer();
      peer.say({ type: 'request', ...block });
      peer.say({ type: 'request', piece: 0, begin: 0, length: 8 });
      // either it hangs up, or it rejects the one and serves the other
      const reject = await peer.next('reject').catch(() => undefined);
      if (reject === undefined) await peer.closed();
      else {
        expect(reject).toMatchObject(block);
        expect((await peer.next('piece')).data.length).toBe(8);
      }
    },
    TIMEOUT,
  );

  test(
    'ends the connection of one who goes on asking for what is not there',
    async () => {
      await using peer = await unchokedPeer();
      const request = encodeMessage({ type: 'request', piece: 0xffff, begin: 0, length: BLOCK });
      for (let asked = 0; asked < 300; asked++) peer.send(concatBytes(request));
      await peer.closed();
    },
    TIMEOUT,
  );

  test(
    'is there for others after one has connected a thousand times, and no larger',
    async () => {
      const before = holderMemory();
      for (let round = 0; round < 20; round++) {
        const some = await Promise.all(Array.from({ length: 50 }, () => greetedPeer({ extended: true })));
        for (const peer of some) await peer[Symbol.asyncDispose]();
      }
      expect(holderMemory() - before).toBeLessThan(60);
    },
    TIMEOUT,
  );

  test(
    'is there for others while one holds as many connections as it can get, and asks for nothing',
    async () => {
      const held: RawPeer[] = [];
      for (let count = 0; count < 450; count++) {
        const peer = await connectRaw(published.holder.port).catch(() => undefined);
        if (peer !== undefined) held.push(peer);
        peer?.handshake(published.infoHash);
      }
      await using other = await eventually(() => unchokedPeer().catch(() => undefined), 'room for another');
      other.say({ type: 'request', piece: 0, begin: 0, length: 8 });
      expect((await other.next('piece')).data.length).toBe(8);
      for (const peer of held) await peer[Symbol.asyncDispose]();
    },
    TIMEOUT,
  );

  test(
    'lives through streams that are spoilt anywhere',
    async () => {
      const good = bytesOf(
        { type: 'haveNone' },
        { type: 'extended', id: 0, payload: OURS },
        { type: 'interested' },
        { type: 'request', piece: 0, begin: 0, length: BLOCK },
        pagesMessage(1, { type: 'mapRequest', chunk: 0 }),
        { type: 'have', piece: 0 },
        { type: 'cancel', piece: 0, begin: 0, length: BLOCK },
      );
      const random = seeded(11);
      for (let count = 0; count < 200; count++) {
        const spoilt = good.map((byte) => (random() < 0.03 ? Math.floor(256 * random()) : byte));
        await using peer = await greetedPeer({ extended: true });
        peer.send(spoilt.subarray(0, Math.floor(random() * spoilt.length)));
        peer.socket.end();
      }
    },
    TIMEOUT,
  );

  test(
    'keeps its memory under a flood of requests whose answers nobody reads',
    async () => {
      const before = holderMemory();
      await using peer = await unchokedPeer();
      peer.socket.pause();
      const request = concatBytes(encodeMessage({ type: 'request', piece: 0, begin: 0, length: BLOCK }));
      const flood = concatBytes(Array.from({ length: 1000 }, () => request));
      for (let turn = 0; turn < 100 && peer.socket.writableLength < 8e6; turn++) peer.send(flood);
      await using other = await unchokedPeer();
      other.say({ type: 'request', piece: 0, begin: 0, length: 8 });
      expect((await other.next('piece', 10_000)).data.length).toBe(8);
      expect(holderMemory() - before).toBeLessThan(150);
    },
    TIMEOUT,
  );

  /** What costs the sender little and makes the holder answer. */
  const floods: [string, (pagesId: number) => Uint8Array][] = [
    ['interested and not interested', () => bytesOf({ type: 'interested' }, { type: 'notInterested' })],
    ['requests while choked', () => bytesOf({ type: 'request', piece: 0, begin: 0, length: BLOCK })],
    ['cancels', () => bytesOf({ type: 'cancel', piece: 0, begin: 0, length: BLOCK })],
    ['requests for the page map', (id) => bytesOf(pagesMessage(id, { type: 'mapRequest', chunk: 0 }))],
    [
      'urgent requests',
      (id) => bytesOf(pagesMessage(id, { type: 'urgentRequest', piece: 0, begin: 0, length: BLOCK })),
    ],
    ['pings', (id) => bytesOf(pagesMessage(id, { type: 'ping', token: new Uint8Array(8) }))],
  ];
  test.each(floods)(
    'keeps its memory under a flood of %s whose answers nobody reads',
    async (_, turn) => {
      const before = holderMemory();
      await using peer = await greetedPeer({ extended: true });
      const message = turn(await introduced(peer));
      peer.socket.pause();
      const flood = concatBytes(Array.from({ length: 10_000 }, () => message));
      for (let round = 0; round < 20 && peer.socket.writableLength < 8e6; round++) peer.send(flood);

      await using other = await unchokedPeer();
      other.say({ type: 'request', piece: 0, begin: 0, length: 8 });
      expect((await other.next('piece', 10_000)).data.length).toBe(8);
      expect(holderMemory() - before).toBeLessThan(100);
    },
    TIMEOUT,
  );
});
