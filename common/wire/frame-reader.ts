import { FRAME_HEADER, type Frame, frameEnd, frameOf, LENGTH_PREFIX } from './frame.ts';
import type { FrameLimit } from './frame-limits.ts';

/** Storage for the straddling frame that is kept from frame to frame: a block with its header fits. */
const KEPT_CAPACITY = 20 * 1024;

/**
 * Cuts what arrives into frames, in whatever chunks it comes.
 *
 * A frame that lies wholly in a chunk is handed on as a view of that chunk. Only one that straddles chunks is joined,
 * in storage of the reader's own. So in both cases `payload` is good until `onFrame` returns: whoever keeps bytes
 * copies them. The chunk itself is the caller's again when `push` returns, so a socket may read into one fixed
 * buffer for ever.
 *
 * The storage grows as bytes arrive, at most to twice what has come, never by what a header promises.
 */
export class FrameReader {
  readonly #onFrame: (frame: Frame) => void;
  #limit: FrameLimit;
  #held = new Uint8Array(0);
  #heldLength = 0;

  /** @param onFrame called for each frame in order, within `push`; what it throws `push` throws */
  constructor(limit: FrameLimit, onFrame: (frame: Frame) => void) {
    this.#limit = limit;
    this.#onFrame = onFrame;
  }

  /** From the next frame on, other limits: the number of pieces became known. */
  set limit(limit: FrameLimit) {
    this.#limit = limit;
  }

  /** Bytes of an unfinished frame that wait for the rest. */
  get pending(): number {
    return this.#heldLength;
  }

  /**
   * Takes in `chunk`. After an error the connection is at an end: what follows cannot be understood.
   *
   * @throws {CodedError} ERR_WIRE_FRAME_TOO_LONG
   */
  push(chunk: Uint8Array): void {
    let at = this.#heldLength === 0 ? 0 : this.#finishHeld(chunk);
    while (at < chunk.length) {
      const end = frameEnd(chunk, at, this.#limit);
      if (end === undefined || end > chunk.length) {
        this.#hold(chunk.subarray(at));
        return;
      }
      this.#emit(chunk, at, end);
      at = end;
    }
  }

  /** Tops up the frame that is held, first its header, then the rest; returns the bytes of `chunk` used. */
  #finishHeld(chunk: Uint8Array): number {
    let used = 0;
    for (;;) {
      const held = this.#held.subarray(0, this.#heldLength);
      const end = frameEnd(held, 0, this.#limit);
      if (end === held.length) {
        this.#release();
        this.#emit(held, 0, end);
        return used;
      }
      const target = end ?? (held.length < LENGTH_PREFIX ? LENGTH_PREFIX : FRAME_HEADER);
      const wanted = Math.min(target - held.length, chunk.length - used);
      if (wanted === 0) return used;
      this.#hold(chunk.subarray(used, used + wanted));
      used += wanted;
    }
  }

  #emit(bytes: Uint8Array, at: number, end: number): void {
    if (end - at !== LENGTH_PREFIX) this.#onFrame(frameOf(bytes, at, end));
  }

  #hold(bytes: Uint8Array): void {
    const length = this.#heldLength + bytes.length;
    if (length > this.#held.length) {
      const grown = new Uint8Array(2 * length);
      grown.set(this.#held.subarray(0, this.#heldLength));
      this.#held = grown;
    }
    this.#held.set(bytes, this.#heldLength);
    this.#heldLength = length;
  }

  #release(): void {
    this.#heldLength = 0;
    if (this.#held.length > KEPT_CAPACITY) this.#held = new Uint8Array(0);
  }
}
