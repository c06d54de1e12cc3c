/** From this size on buffers are used again, bytes: a fresh one costs a fault for each page of memory it has. */
const WORTH_KEEPING = 64 * 1024;
/** Bytes of buffers that nobody uses and that are kept, at most. */
const MAX_KEPT = 64 * 1024 * 1024;

/** Memory for leaves while they arrive and are written, used again and again. */
export class LeafBuffers {
  readonly #kept = new Map<number, ArrayBuffer[]>();
  #keptBytes = 0;

  /** Room for `bytes`; what lies in it is anything. */
  take(bytes: number): Uint8Array {
    if (bytes < WORTH_KEEPING) return new Uint8Array(bytes);
    const capacity = capacityFor(bytes);
    const kept = this.#kept.get(capacity)?.pop();
    if (kept !== undefined) this.#keptBytes -= capacity;
    const memory = kept ?? Buffer.allocUnsafeSlow(capacity).buffer;
    return new Uint8Array(memory, 0, bytes);
  }

  /** `buffer`, which `take` gave, is not used any more. */
  giveBack({ buffer, byteLength }: Uint8Array): void {
    if (byteLength < WORTH_KEEPING || this.#keptBytes + buffer.byteLength > MAX_KEPT) return;
    this.#keptBytes += buffer.byteLength;
    const alike = this.#kept.get(buffer.byteLength);
    if (alike === undefined) this.#kept.set(buffer.byteLength, [buffer as ArrayBuffer]);
    else alike.push(buffer as ArrayBuffer);
  }
}

/** The power of two that is at least `bytes`, so that leaves of various lengths share what is kept. */
function capacityFor(bytes: number): number {
  return 2 ** Math.ceil(Math.log2(bytes));
}
