import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { CodedError } from '../../common/errors.ts';
import { answerJobs } from '../../common/runtime/run-worker.ts';
import type { DigestOrder } from './growing-file.ts';
import { PieceChecker } from './piece-checker.ts';

/** Bytes read at a time. */
const chunk = Buffer.allocUnsafeSlow(1024 * 1024);

/** A file whose beginning is hashed while the rest arrives. */
class HashedFile {
  readonly #path: string;
  readonly #file: number;
  readonly #hash: Hash;
  readonly #pieces: PieceChecker | undefined;
  #at = 0;

  constructor({ path, algorithm, pieces }: Extract<DigestOrder, { type: 'begin' }>) {
    this.#path = path;
    this.#file = openSync(path, 'r');
    this.#hash = createHash(algorithm);
    this.#pieces = pieces === undefined ? undefined : new PieceChecker(pieces);
  }

  advance(to: number): void {
    while (this.#at < to) {
      const read = readSync(this.#file, chunk, 0, Math.min(chunk.length, to - this.#at), this.#at);
      if (read === 0) throw new CodedError('ERR_CONTENT_CHANGED', `${this.#path} is shorter than it was`);
      const bytes = chunk.subarray(0, read);
      this.#hash.update(bytes);
      this.#pieces?.update(bytes);
      this.#at += read;
    }
  }

  end(): { digest: string; piecesOk: boolean } {
    closeSync(this.#file);
    return { digest: this.#hash.digest('hex'), piecesOk: this.#pieces?.end() ?? true };
  }
}

let file: HashedFile | undefined;

answerJobs<DigestOrder>(
  (order) => {
    if (order.type === 'end') return file?.end();
    if (order.type === 'advance') return file?.advance(order.to);
    file = new HashedFile(order);
    return undefined;
  },
  { fallbackCode: 'ERR_CONTENT_CHANGED' },
);
