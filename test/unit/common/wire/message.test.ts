import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { concatBytes, formatHex } from '../../../../common/bytes.ts';
import { decodeMessage } from '../../../../common/wire/decode-message.ts';
import { encodeMessage } from '../../../../common/wire/encode-message.ts';
import {
  decodeExtendedHandshake,
  encodeExtendedHandshake,
} from '../../../../common/wire/extended-handshake.ts';
import { takeFrame } from '../../../../common/wire/frame.ts';
import { frameLimits } from '../../../../common/wire/frame-limits.ts';
import { encodeHandshake, takeHandshake } from '../../../../common/wire/handshake.ts';
import type { Message } from '../../../../common/wire/message.ts';
import {
  decodePagesMessage,
  encodePagesMessage,
  type PagesMessage,
} from '../../../../common/wire/pages-message.ts';
import { hex, readVectors, thrownCode } from '../../../support/vectors.ts';

type Readable = { readonly [field: string]: unknown };
interface Vectors {
  readonly handshakes: readonly {
    hex: string;
    infoHash: string;
    peerId: string;
    fast: boolean;
    extended: boolean;
  }[];
  readonly refusedHandshakes: readonly string[];
  readonly messages: readonly { hex: string; message: Readable & { type: string } }[];
  readonly ignoredFrames: readonly string[];
  readonly refusedFrames: readonly { why: string; hex: string }[];
  readonly malformedFrames: readonly { why: string; hex: string }[];
  readonly extendedHandshakes: readonly { hex: string; canonical: boolean; handshake: Readable }[];
  readonly pagesMessages: readonly { hex: string; message: Readable & { type: string } }[];
  readonly ignoredPagesMessages: readonly string[];
  readonly malformedPagesMessages: readonly string[];
}

const vectors = readVectors<Vectors>('wire');
const limits = frameLimits(11);

/** Bytes as hexadecimal and maps as objects, as the vectors have them. */
function readable(value: unknown): unknown {
  if (value instanceof Uint8Array) return formatHex(value);
  if (value instanceof Map) return Object.fromEntries(value);
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, readable(field)]));
}

function decode(text: string): Message | undefined {
  const taken = takeFrame(hex(text), limits);
  if (taken?.frame === undefined) throw new Error('no whole frame');
  return decodeMessage(taken.frame);
}

describe('takeHandshake', () => {
  test.each(vectors.handshakes)('reads $hex', ({ hex: text, peerId, ...fields }) => {
    const handshake = takeHandshake(hex(text));
    expect(handshake).toMatchObject(fields);
    expect(Buffer.from(handshake?.peerId ?? []).toString('latin1')).toBe(peerId);
    expect(handshake && formatHex(encodeHandshake(handshake))).toBe(text);
  });

  test.each(vectors.refusedHandshakes)('refuses %s at once', (text) => {
    expect(thrownCode(() => takeHandshake(hex(text)))).toBe('ERR_WIRE_HANDSHAKE');
  });

  test('waits for the rest of what may become one', () => {
    const whole = hex(vectors.handshakes[0]?.hex ?? '');
    for (let length = 0; length < whole.length; length++) {
      expect(takeHandshake(whole.subarray(0, length))).toBeUndefined();
    }
  });
});

describe('decodeMessage', () => {
  test.each(vectors.messages)('reads $message.type', ({ hex: text, message }) => {
    expect(readable(decode(text))).toEqual(message);
  });

  test.each(vectors.ignoredFrames)('ignores %s', (text) => {
    expect(decode(text)).toBeUndefined();
  });

  test.each(vectors.malformedFrames)('refuses $why', ({ hex: text }) => {
    expect(thrownCode(() => decode(text))).toBe('ERR_WIRE_MALFORMED');
  });
});

describe('encodeMessage', () => {
  test.each(vectors.messages)('writes $message.type', ({ hex: text }) => {
    const message = decode(text);
    expect(message && formatHex(concatBytes(encodeMessage(message)))).toBe(text);
  });

  test('does not copy the data of a block', () => {
    const data = new Uint8Array(16_384);
    expect(encodeMessage({ type: 'piece', piece: 0, begin: 0, data })[1]).toBe(data);
  });
});

describe('takeFrame', () => {
  test.each(vectors.refusedFrames)('refuses $why by its header alone', ({ hex: text }) => {
    expect(thrownCode(() => takeFrame(hex(text), limits))).toBe('ERR_WIRE_FRAME_TOO_LONG');
  });

  test('uses a keep-alive up, with no frame', () => {
    expect(takeFrame(hex('0000000000000001'), limits)).toEqual({ used: 4 });
  });
});

describe('decodeExtendedHandshake', () => {
  test.each(vectors.extendedHandshakes)('reads $handshake', ({ hex: text, handshake, canonical }) => {
    const decoded = decodeExtendedHandshake(hex(text));
    expect(readable(decoded)).toEqual(handshake);
    if (canonical) expect(formatHex(encodeExtendedHandshake(decoded))).toBe(text);
  });

  test.each(['', 'le', 'd', `${'l'.repeat(3000)}`])('refuses %p', (text) => {
    expect(thrownCode(() => decodeExtendedHandshake(Buffer.from(text)))).toBe('ERR_WIRE_EXTENDED_HANDSHAKE');
  });

  test('keeps no more names than anybody has', () => {
    const extensions = new Map(Array.from({ length: 1000 }, (_, index) => [`x${index}`, index % 256]));
    expect(decodeExtendedHandshake(encodeExtendedHandshake({ extensions })).extensions.size).toBe(64);
  });
});

describe('decodePagesMessage', () => {
  test.each(vectors.pagesMessages)('reads $message.type', ({ hex: text, message }) => {
    const decoded = decodePagesMessage(hex(text));
    expect(readable(decoded)).toEqual(message);
    expect(decoded && formatHex(concatBytes(encodePagesMessage(decoded)))).toBe(text);
  });

  test.each(vectors.ignoredPagesMessages)('ignores %s, of a later version', (text) => {
    expect(decodePagesMessage(hex(text))).toBeUndefined();
  });

  test.each(vectors.malformedPagesMessages)('refuses %p', (text) => {
    expect(thrownCode(() => decodePagesMessage(hex(text)))).toBe('ERR_WIRE_MALFORMED');
  });

  test('gives back what was encoded', () => {
    const u32 = fc.nat(0xffffffff);
    const token = fc.uint8Array({ minLength: 8, maxLength: 8 });
    const some: fc.Arbitrary<PagesMessage> = fc.oneof(
      fc.record({ type: fc.constantFrom('mapRequest' as const, 'mapReject' as const), chunk: u32 }),
      fc.record({ type: fc.constant('mapData' as const), chunk: u32, data: fc.uint8Array({ minLength: 1 }) }),
      fc.record({ type: fc.constant('leafBitfield' as const), bits: fc.uint8Array() }),
      fc.record({ type: fc.constant('haveLeaves' as const), leaves: fc.array(u32, { minLength: 1 }) }),
      fc.record({ type: fc.constant('givenLeaves' as const), leaves: fc.array(u32) }),
      fc.record({ type: fc.constantFrom('ping' as const, 'pong' as const), token }),
      fc.record({ type: fc.constant('urgentRequest' as const), piece: u32, begin: u32, length: u32 }),
    );
    fc.assert(
      fc.property(some, (message) => {
        expect(readable(decodePagesMessage(concatBytes(encodePagesMessage(message))))).toEqual(
          readable(message),
        );
      }),
    );
  });

  test('ends any bytes with a message, nothing or a coded error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => {
        expect(thrownCode(() => decodePagesMessage(noise)) ?? 'ERR_WIRE_MALFORMED').toBe(
          'ERR_WIRE_MALFORMED',
        );
      }),
    );
  });
});
