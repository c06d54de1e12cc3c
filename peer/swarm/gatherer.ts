import type { Socket } from 'node:net';

/** Chunks up to this long are joined before they are written, bytes: a request has 17, a block's header 13. */
const SMALL = 1024;

/**
 * Writes to a socket so that what is written in one turn leaves in one system call, however many messages it is: small
 * chunks are joined, long ones go as they are.
 */
export class Gatherer {
  readonly #socket: Socket;
  #small: Uint8Array[] = [];
  #smallBytes = 0;
  #gathering = false;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  /** Bytes that were written and have not left. */
  get unsent(): number {
    return this.#socket.writableLength + this.#smallBytes;
  }

  /** @returns false when more should wait until the socket drains */
  write(chunks: readonly Uint8Array[]): boolean {
    if (!this.#socket.writable) return true;
    this.#gather();
    for (const chunk of chunks) {
      if (chunk.length > SMALL) this.#writeLong(chunk);
      else {
        this.#small.push(chunk);
        this.#smallBytes += chunk.length;
      }
    }
    return !this.#socket.writableNeedDrain;
  }

  /** As `write`; @param left called when `chunk` has left, or never will: then it may be used again */
  lend(chunk: Uint8Array, left: () => void): boolean {
    if (!this.#socket.writable) {
      left();
      return true;
    }
    this.#gather();
    this.#writeLong(chunk, left);
    return !this.#socket.writableNeedDrain;
  }

  #writeLong(chunk: Uint8Array, left?: () => void): void {
    this.#writeSmall();
    this.#socket.write(chunk, left);
  }

  #writeSmall(): void {
    const [first] = this.#small;
    if (first === undefined) return;
    const joined = this.#small.length === 1 ? first : Buffer.concat(this.#small, this.#smallBytes);
    this.#small = [];
    this.#smallBytes = 0;
    this.#socket.write(joined);
  }

  #gather(): void {
    if (this.#gathering) return;
    this.#gathering = true;
    this.#socket.cork();
    process.nextTick(() => {
      this.#gathering = false;
      if (this.#socket.writable) this.#writeSmall();
      this.#socket.uncork();
    });
  }
}
