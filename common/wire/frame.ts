import { CodedError } from '../errors.ts';
import type { FrameLimit } from './frame-limits.ts';
import { u32At } from './u32.ts';

/** One message as it lies on the wire. */
export interface Frame {
  readonly id: number;
  /** a view of the bytes it was taken from */
  readonly payload: Uint8Array;
}

/** What a frame used up; without `frame` it was a keep-alive. */
export interface TakenFrame {
  readonly frame?: Frame;
  readonly used: number;
}

/** Bytes of `<length: u32>`. */
export const LENGTH_PREFIX = 4;
/** Bytes that say how long a frame is and of what kind. */
export const FRAME_HEADER = 5;

/**
 * Takes the first message off `bytes`.
 *
 *     <length: u32> <id: u8> <payload: length - 1 bytes>
 *
 * `payload` is a view, not a copy. A zero length is a keep-alive: used up, with no frame.
 *
 * @param bytes everything received and not yet taken
 * @param limit largest `length` to accept, by id
 * @returns `undefined` until all of it has arrived
 * @throws {CodedError} ERR_WIRE_FRAME_TOO_LONG, before a byte of it is buffered
 * @see BEP 3, "peer messages"
 */
export function takeFrame(bytes: Uint8Array, limit: FrameLimit): TakenFrame | undefined {
  const used = frameEnd(bytes, 0, limit);
  if (used === undefined || bytes.length < used) return undefined;
  if (used === LENGTH_PREFIX) return { used };
  return { frame: frameOf(bytes, 0, used), used };
}

/**
 * Where the frame ends that begins at `at`, whether or not all of it is there; `undefined` until its header is.
 *
 * @throws {CodedError} ERR_WIRE_FRAME_TOO_LONG
 */
export function frameEnd(bytes: Uint8Array, at: number, limit: FrameLimit): number | undefined {
  if (bytes.length < at + LENGTH_PREFIX) return undefined;
  const length = u32At(bytes, at);
  if (length === 0) return at + LENGTH_PREFIX;

  const id = bytes[at + LENGTH_PREFIX];
  if (id === undefined) return undefined;
  if (length > limit(id)) {
    throw new CodedError(
      'ERR_WIRE_FRAME_TOO_LONG',
      `message ${id} announces ${length} bytes, limit ${limit(id)}: the connection is closed`,
    );
  }
  return at + LENGTH_PREFIX + length;
}

/** The frame that is exactly `bytes[at, end)`. */
export function frameOf(bytes: Uint8Array, at: number, end: number): Frame {
  return { id: bytes[at + LENGTH_PREFIX] ?? 0, payload: bytes.subarray(at + FRAME_HEADER, end) };
}
