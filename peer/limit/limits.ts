import { isLocal, parseSocketAddress } from '../../common/tracker-api/socket-address.ts';
import { Throttle } from './throttle.ts';
import { TokenBucket } from './token-bucket.ts';

/** What a node may use. */
export interface LimitValues {
  /** bytes of documents a second that it sends in all; 0: no limit */
  readonly limitUp: number;
  /** bytes of documents a second that it asks for in all; 0: no limit */
  readonly limitDown: number;
  /** whether both hold in the local network, too */
  readonly limitLocal: boolean;
  readonly maxConnections: number;
  readonly maxConnectionsPerDocument: number;
  /** holders of a document that are asked at one time */
  readonly maxSources: number;
  /** bytes of what the library folder and unfinished downloads may take; 0: no limit */
  readonly maxStorage: number;
}

/** The limits of a node whose owner has set none. */
export const NO_LIMITS: LimitValues = {
  limitUp: 0,
  limitDown: 0,
  limitLocal: true,
  maxConnections: 500,
  maxConnectionsPerDocument: 400,
  maxSources: 50,
  maxStorage: 0,
};

/** When bytes may be sent to one address. */
export interface UploadLimit {
  /** Calls `take` when its turn has come; it takes what it wants of `most` bytes, and returns how many. */
  ask(take: (most: number) => number): void;
}

/** When bytes may be asked of one address. */
export interface DownloadLimit {
  /** whether nothing may be asked at the moment */
  readonly held: boolean;
  /** So many bytes were asked for. */
  asked(bytes: number): void;
}

const FREE_UP: UploadLimit = { ask: (take) => void take(Number.POSITIVE_INFINITY) };

/** What a node may use at this moment, and whose turn it is. */
export class Limits {
  readonly #now: () => number;
  readonly #up: Throttle;
  readonly #down = new TokenBucket();
  #values: LimitValues;

  /** @param now ms, on a clock that does not go back */
  constructor(values: LimitValues, now: () => number = () => performance.now()) {
    this.#now = now;
    this.#up = new Throttle(now);
    this.#values = values;
    this.set(values);
  }

  get values(): LimitValues {
    return this.#values;
  }

  /** In force at once, for those who wait, too. */
  set(values: LimitValues): void {
    this.#values = values;
    this.#up.setRate(values.limitUp);
    this.#down.setRate(values.limitDown, this.#now());
  }

  /** What holds for sending to `address`, `ip:port`; ask again for each portion. */
  upload(address: string): UploadLimit {
    return this.#exempts(address) ? FREE_UP : this.#up;
  }

  /** What holds for asking `address`, `ip:port`, at any time. */
  download(address: string): DownloadLimit {
    const isHeld = () => !this.#exempts(address) && !this.#down.open(this.#now());
    return {
      get held() {
        return isHeld();
      },
      asked: (bytes) => {
        if (!this.#exempts(address)) this.#down.take(bytes, this.#now());
      },
    };
  }

  #exempts(address: string): boolean {
    if (this.#values.limitLocal) return false;
    const parsed = parseSocketAddress(address);
    return parsed !== undefined && isLocal(parsed.ip);
  }
}
