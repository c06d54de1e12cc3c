import type { OnReadOpts } from 'node:net';

/** Bytes taken from the system at a time: half the calls of 128 KiB, and larger ones bring no more. */
const CAPACITY = 256 * 1024;

/**
 * Where a socket that we make puts what it receives: one buffer, used again and again. What lies in it is good until
 * `receive` returns. Memory that a slow connection never fills is never touched.
 */
export class Intake {
  receive: (bytes: Uint8Array) => void = () => undefined;

  /** what `connect` takes */
  readonly onread: OnReadOpts = {
    // not a Buffer, whose views cost twice as much
    buffer: new Uint8Array(Buffer.allocUnsafeSlow(CAPACITY).buffer),
    callback: (count, buffer) => {
      this.receive(buffer.subarray(0, count));
      return true;
    },
  };
}
