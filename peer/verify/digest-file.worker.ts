import { createHash, type Hash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { CodedError } from '../../common/errors.ts';
import { answerJobs } from '../../common/runtime/run-worker.ts';
import type { Digested, DigestOrder } from './growing-file.ts';
import { PieceChecker } from './piece-checker.ts';

/** Bytes read at a time: they are hashed while they are still in the processor's cache. */
const chunk = new Uint8Array(256 * 1024);

/** A file whose beginning is hashed while the rest arrives. */
class HashedFile {
  readonly #path: string;
  readonly #file: number;
  readonly #hashes: readonly (readonly [string, Hash])[];
  readonly #pieces: PieceChecker | undefined;
  #at = 0;

  constructor({ path, algorithms, pieces }: Extract<DigestOrder, { type: 'begin' }>) {
    this.#path = path;
    this.#file = openSync(path, 'r');
    this.#hashes = algorithms.map((algorithm) => [algorithm, createHash(algorithm)]);
    this.#pieces = pieces === undefined ? undefined : new PieceChecker(pieces);
  }

  advance(to: number): void {
    while (this.#at < to) {
      const read = readSync(this.#file, chunk, 0, Math.min(chunk.length, to - this.#at), this.#at);
      if (read === 0) throw new CodedError('ERR_CONTENT_CHANGED', `${this.#path} is shorter than it was`);
      const bytes = chunk.subarray(0, read);
      for (const [, hash] of this.#hashes) hash.update(bytes);
      this.#pieces?.update(bytes);
      this.#at += read;
    }
  }

  end(): Digested {
    closeSync(this.#file);
    const digests = this.#hashes.map(([algorithm, hash]) => [algorithm, hash.digest('hex')]);
    return { ...Object.fromEntries(digests), piecesOk: this.#pieces?.end() ?? true };
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
