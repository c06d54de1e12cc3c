import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { concatBytes, formatHex } from '../../../../common/bytes.ts';
import { takeFrame } from '../../../../common/wire/frame.ts';
import { frameLimits, MAX_BLOCK } from '../../../../common/wire/frame-limits.ts';
import { FrameReader } from '../../../../common/wire/frame-reader.ts';
import { thrownCode } from '../../../support/vectors.ts';

const limits = frameLimits(80);

function frameBytes(id: number, payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(5 + payload.length);
  new DataView(bytes.buffer).setUint32(0, 1 + payload.length);
  bytes[4] = id;
  bytes.set(payload, 5);
  return bytes;
}

/** A row of frames and keep-alives; sometimes with a long one, sometimes with its end missing. */
const stream = fc
  .tuple(
    fc.array(
      fc.oneof(
        fc.constant(new Uint8Array(4)),
        fc.uint8Array({ maxLength: 60 }).map((payload) => frameBytes(20, payload)),
        fc
          .integer({ min: 8, max: 8 + MAX_BLOCK })
          .map((length) => frameBytes(7, new Uint8Array(length).fill(length))),
      ),
      { maxLength: 8 },
    ),
    fc.nat(10),
  )
  .map(([frames, missing]) => concatBytes(frames).subarray(0, -missing || undefined));

function frameByFrame(bytes: Uint8Array): string[] {
  const frames: string[] = [];
  let rest = bytes;
  for (let taken = takeFrame(rest, limits); taken !== undefined; taken = takeFrame(rest, limits)) {
    if (taken.frame !== undefined) frames.push(`${taken.frame.id} ${formatHex(taken.frame.payload)}`);
    rest = rest.subarray(taken.used);
  }
  return frames;
}

/** The frames that come out when `bytes` arrive in chunks of `sizes`, all through one reused buffer. */
function chunkByChunk(bytes: Uint8Array, sizes: readonly number[]): string[] {
  const frames: string[] = [];
  const reader = new FrameReader(limits, ({ id, payload }) => frames.push(`${id} ${formatHex(payload)}`));
  const buffer = new Uint8Array(Math.max(...sizes));
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const chunk = bytes.subarray(at, at + (sizes[turn % sizes.length] ?? 1));
    buffer.fill(0xee);
    buffer.set(chunk);
    reader.push(buffer.subarray(0, chunk.length));
    at += chunk.length;
  }
  return frames;
}

describe('FrameReader', () => {
  test('finds the same frames in whatever chunks they come', () => {
    const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 40_000 })), {
      minLength: 1,
    });
    fc.assert(
      fc.property(stream, sizes, (bytes, sizes) => {
        expect(chunkByChunk(bytes, sizes)).toEqual(frameByFrame(bytes));
      }),
    );
  });

  test('hands on a view of the chunk, not a copy', () => {
    const chunk = frameBytes(7, new Uint8Array(100));
    let payload: Uint8Array | undefined;
    new FrameReader(limits, (frame) => {
      payload = frame.payload;
    }).push(chunk);
    expect(payload?.buffer).toBe(chunk.buffer);
  });

  test('refuses a frame of 4 GiB by its header, in whatever chunks it comes', () => {
    const header = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 7);
    for (const size of [1, 2, 3, 4, 5]) {
      expect(thrownCode(() => chunkByChunk(header, [size]))).toBe('ERR_WIRE_FRAME_TOO_LONG');
    }
  });

  test('holds what has come, not what a header promises', () => {
    const reader = new FrameReader(limits, () => undefined);
    reader.push(frameBytes(7, new Uint8Array(8 + MAX_BLOCK)).subarray(0, 30));
    expect(reader.pending).toBe(30);
  });

  test('goes by new limits from the next frame on', () => {
    const frames: number[] = [];
    const reader = new FrameReader(frameLimits(0), ({ id }) => frames.push(id));
    reader.limit = limits;
    reader.push(frameBytes(5, new Uint8Array(10)));
    expect(frames).toEqual([5]);
    expect(thrownCode(() => reader.push(frameBytes(5, new Uint8Array(11))))).toBe('ERR_WIRE_FRAME_TOO_LONG');
  });

  test('passes on what its listener throws', () => {
    const reader = new FrameReader(limits, () => {
      throw Object.assign(new Error('refused'), { code: 'ERR_TEST' });
    });
    expect(thrownCode(() => reader.push(frameBytes(0, new Uint8Array(0))))).toBe('ERR_TEST');
  });
});
