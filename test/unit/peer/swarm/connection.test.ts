import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Bitfield } from '../../../../common/bitfield.ts';
import { concatBytes } from '../../../../common/bytes.ts';
import { parseInfoHash } from '../../../../common/ids.ts';
import { decodeMessage } from '../../../../common/wire/decode-message.ts';
import { encodeMessage } from '../../../../common/wire/encode-message.ts';
import {
  decodeExtendedHandshake,
  type ExtendedHandshake,
  encodeExtendedHandshake,
  PS_PAGES,
} from '../../../../common/wire/extended-handshake.ts';
import { takeFrame } from '../../../../common/wire/frame.ts';
import type { Message } from '../../../../common/wire/message.ts';
import { Connection } from '../../../../peer/swarm/connection.ts';
import { type MemoryChannel, memoryChannel } from '../../../support/memory-channel.ts';

const PIECES = 20;
const infoHash = parseInfoHash('ab'.repeat(20));
const peerId = Buffer.from('-XX0001-raw-peer-raw');

/** A connection about a document of twenty pieces, to one who speaks everything. */
function aConnection({ complete = false, pieceCount = PIECES } = {}): {
  connection: Connection;
  channel: MemoryChannel;
} {
  const channel = memoryChannel();
  const connection = new Connection({
    channel,
    infoHash,
    pieceCount,
    handshake: { infoHash, peerId, fast: true, extended: true },
    complete,
    introduction: { uploadOnly: complete, pages: { version: 1 } },
    extensions: [PS_PAGES],
    outgoing: false,
    counted: [],
  });
  return { connection, channel };
}

const bytesOf = (...messages: Message[]) => concatBytes(messages.flatMap((one) => encodeMessage(one)));

const introduction = (handshake: ExtendedHandshake): Message => ({
  type: 'extended',
  id: 0,
  payload: encodeExtendedHandshake(handshake),
});

/** What was said of itself by whom `channel` is written to, word after word. */
function introductionsIn({ written }: MemoryChannel): ExtendedHandshake[] {
  const said: ExtendedHandshake[] = [];
  for (let rest = written; ; ) {
    const taken = takeFrame(rest, () => 2 ** 20);
    if (taken?.frame === undefined) return said;
    rest = rest.subarray(taken.used);
    const message = decodeMessage(taken.frame);
    if (message?.type === 'extended' && message.id === 0) said.push(decodeExtendedHandshake(message.payload));
  }
}

describe('Connection', () => {
  test('says when all is here, and that it will ask for nothing more', () => {
    const { connection, channel } = aConnection();
    connection.sayComplete();
    const said = introductionsIn(channel);
    expect(said.map(({ uploadOnly }) => uploadOnly)).toEqual([false, true]);
    expect(said[1]?.extensions).toEqual(said[0]?.extensions);
    connection.close('the test has ended');
  });

  test('keeps what was said first when a later word names one thing alone', () => {
    const { connection, channel } = aConnection();
    channel.hear(
      bytesOf(introduction({ extensions: new Map([[PS_PAGES, 7]]), client: 'A 1', pages: { version: 1 } })),
    );
    channel.hear(bytesOf(introduction({ extensions: new Map(), uploadOnly: true })));
    expect(connection.remote).toMatchObject({ client: 'A 1', uploadOnly: true, pages: { version: 1 } });
    expect(connection.speaksPages).toBe(true);
    connection.close('the test has ended');
  });

  test.each<[string, Message]>([
    ['says so', introduction({ extensions: new Map(), uploadOnly: true })],
    ['has all', { type: 'haveAll' }],
    ['has every piece', { type: 'bitfield', bits: Bitfield.full(PIECES).encode() }],
  ])('takes one for content who %s', (_, message) => {
    const { connection, channel } = aConnection();
    expect(connection.wantsNothing).toBe(false);
    channel.hear(bytesOf(message));
    expect(connection.wantsNothing).toBe(true);
    connection.close('the test has ended');
  });

  test.each<[string, Message[]]>([
    ['changes its mind', [{ type: 'interested' }, { type: 'notInterested' }]],
    ['tells of a piece', [{ type: 'have', piece: 3 }]],
    ['introduces itself', [introduction({ extensions: new Map() })]],
    ['pings', [{ type: 'extended', id: 1, payload: Uint8Array.of(5, 1, 2, 3, 4, 5, 6, 7, 8) }]],
  ])('ends with one who %s a thousand times in ten seconds', (_, messages) => {
    const { connection, channel } = aConnection();
    channel.hear(bytesOf(...Array.from({ length: 900 / messages.length }, () => messages).flat()));
    expect(connection.closed).toBe(false);
    channel.hear(bytesOf(...Array.from({ length: 200 }, () => messages).flat()));
    expect(connection.breach).toBe('it talks and talks, and says nothing');
  });

  test('takes each piece that a peer gets for news', () => {
    const { connection, channel } = aConnection({ pieceCount: 5000 });
    channel.hear(bytesOf(...Array.from({ length: 5000 }, (_, piece): Message => ({ type: 'have', piece }))));
    expect(connection.closed).toBe(false);
    expect(connection.wantsNothing).toBe(true);
    connection.close('the test has ended');
  });

  const honest = bytesOf(
    { type: 'haveNone' },
    introduction({ extensions: new Map([[PS_PAGES, 7]]), requestQueue: 500, pages: { version: 1 } }),
    { type: 'interested' },
    { type: 'have', piece: 3 },
    { type: 'request', piece: 1, begin: 0, length: 16_384 },
    { type: 'bitfield', bits: Bitfield.full(PIECES).encode() },
    { type: 'cancel', piece: 1, begin: 0, length: 16_384 },
    { type: 'extended', id: 1, payload: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9) },
  );

  test('understands a stream alike, wherever it is cut', () => {
    const heard = (cuts: readonly number[]): string[] => {
      const { connection, channel } = aConnection();
      const types: string[] = [];
      connection.listen({ message: ({ type }) => types.push(type) });
      const borders = [0, ...[...cuts].sort((a, b) => a - b), honest.length];
      for (const [index, end] of borders.slice(1).entries())
        channel.hear(honest.subarray(borders[index], end));
      expect(connection.closed).toBe(false);
      connection.close('the test has ended');
      return types;
    };
    const whole = heard([]);
    expect(whole).toEqual(['haveNone', 'interested', 'have', 'request', 'bitfield', 'cancel']);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: honest.length }), { maxLength: 30 }), (cuts) => {
        expect(heard(cuts)).toEqual(whole);
      }),
    );
  });

  test('lives through any stream, or ends once with the reason', () => {
    const edit = fc.tuple(fc.nat(honest.length), fc.uint8Array({ maxLength: 12 }), fc.nat(20));
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), fc.nat(honest.length), (edits, cut) => {
        let stream: Uint8Array = honest;
        for (const [at, bytes, dropped] of edits)
          stream = concatBytes([stream.subarray(0, at), bytes, stream.subarray(at + dropped)]);
        const { connection, channel } = aConnection();
        const reasons: string[] = [];
        connection.listen({ closed: (reason) => reasons.push(reason) });
        channel.hear(stream.subarray(0, cut));
        channel.hear(stream.subarray(cut));
        channel.hear(honest);
        expect(reasons).toHaveLength(connection.closed ? 1 : 0);
        expect(connection.breach).toBe(channel.closed);
        connection.close('the test has ended');
      }),
      { numRuns: 500 },
    );
  });
});
