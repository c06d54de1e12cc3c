import { codeOf, messageOf } from '../../common/errors.ts';
import { pause } from '../../common/runtime/pause.ts';

/** How often a full disk is looked at, ms. */
const LOOK_MS = 1000;

/** A disk that may be full. */
export interface DiskWatch {
  /** why there is not enough room for what is missing; `undefined` when there is, or nobody knows */
  lack(): Promise<string | undefined>;
  /** told once when it is full, and once when it has room again */
  full(why: string): void;
  room(): void;
}

/** How leaves are written. */
interface PatientWriting {
  /** @throws {CodedError} ERR_CONTENT_NO_SPACE, and whatever else ends a download */
  write(leaf: number, bytes: Uint8Array): Promise<void>;
  /** without it nobody waits for room */
  readonly disk: DiskWatch | undefined;
  /** called whenever the disk is full: nothing more is to be asked for */
  full(): void;
  /** aborts when nobody waits for what is not written */
  readonly signal: AbortSignal;
  /** resolves when the disk is to be looked at again, or `signal` aborts; after a second without it */
  later?(signal: AbortSignal): Promise<void>;
}

/**
 * Writes leaves; those for which the disk has no room wait in memory until it has, so that none is fetched twice.
 * Whoever fetches must stop when too much waits.
 */
export class PatientWrites {
  readonly #writing: PatientWriting;
  /** the disk is full, until this resolves */
  #waiting: Promise<void> | undefined;
  #told = false;

  constructor(writing: PatientWriting) {
    this.#writing = writing;
  }

  /** whether the disk was full when it was last written to */
  get full(): boolean {
    return this.#told;
  }

  /** Resolves when the leaf is on disk. @throws {CodedError} what writing says when `signal` has aborted, or is not of room */
  async write(leaf: number, bytes: Uint8Array): Promise<void> {
    for (;;) {
      try {
        await this.#writing.write(leaf, bytes);
        return this.#written();
      } catch (error) {
        const { disk, full, signal } = this.#writing;
        if (codeOf(error) !== 'ERR_CONTENT_NO_SPACE' || disk === undefined || signal.aborted) throw error;
        full();
        this.#waiting ??= this.#untilRoom(disk, error).finally(() => {
          this.#waiting = undefined;
        });
        await this.#waiting;
      }
    }
  }

  #written(): void {
    if (!this.#told || this.#waiting !== undefined) return;
    this.#told = false;
    this.#writing.disk?.room();
  }

  async #untilRoom(disk: DiskWatch, error: unknown): Promise<void> {
    const { signal, later = soon } = this.#writing;
    if (!this.#told) {
      this.#told = true;
      disk.full((await disk.lack()) ?? messageOf(error));
    }
    do await later(signal);
    while (!signal.aborted && (await disk.lack()) !== undefined);
  }
}

function soon(signal: AbortSignal): Promise<void> {
  return pause(LOOK_MS, signal);
}
