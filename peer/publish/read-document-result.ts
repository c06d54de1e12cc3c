import type { Damage } from '../../common/pdf/damage.ts';
import type { DocumentInfo } from '../../common/pdf/document-info.ts';
import type { WorkerPool } from '../../common/runtime/worker-pool.ts';

/** What reading a PDF found out, beyond its bytes. */
export interface PdfReading extends DocumentInfo {
  /** 0 where the number cannot be told (a password, hopeless damage) */
  readonly pages: number;
  /** the page map's blob; absent when `reason` says why */
  readonly map?: Uint8Array;
  /** why there is no page map, a sentence for people; empty with one */
  readonly reason: string;
  /** absent for one that is whole, or whose state cannot be told */
  readonly damage?: Damage;
  /** words on each page, in page order; absent where no text could be read */
  readonly wordsPerPage?: readonly number[];
}

/** Everything that publishing needs to know of a file. */
export interface DocumentReading {
  /** bytes */
  readonly size: number;
  /** time of last change when it was read, ms since 1970 */
  readonly mtimeMs: number;
  /** hexadecimal */
  readonly sha256: string;
  /** hexadecimal */
  readonly md5: string;
  /** SHA-1 of each piece, 20 bytes each, one after the other: the `pieces` of an info dictionary */
  readonly pieces: Uint8Array;
  /** absent for what is not a PDF */
  readonly pdf?: PdfReading;
}

/** How far reading has come, for progress displays. */
export interface ReadingProgress {
  readonly stage: 'hashing' | 'mapping' | 'text';
  readonly done: number;
  /** bytes while hashing, pages for text, 0 where it is not known */
  readonly total: number;
}

/** How a file is read. */
export interface ReadDocumentOptions {
  readonly signal: AbortSignal;
  /** bytes of a piece, as `common/metainfo` chose it for the size */
  readonly pieceLength: number;
  /** from `createReadThreads` */
  readonly threads: WorkerPool;
  readonly onProgress?: (progress: ReadingProgress) => void;
}
