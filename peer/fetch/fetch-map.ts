import { createHash } from 'node:crypto';
import { equalBytes, formatHex } from '../../common/bytes.ts';
import { CodedError } from '../../common/errors.ts';
import { untilHeard } from '../../common/runtime/until-heard.ts';
import { MAP_CHUNK } from '../../common/wire/pages-message.ts';
import type { Connection } from '../swarm/swarm.ts';

/** Chunks of a map asked for at one time: a quarter of a megabyte. */
const CHUNKS_UNDER_WAY = 16;
/** A page map is at most this long, bytes; and no larger than a fourth of its document, if that is more than 1 MiB. */
const MAX_MAP_BYTES = 32 * 1024 * 1024;

/** Whether a map of `size` bytes is worth fetching, for a document of `length` bytes; else it is fetched by pieces. */
export function isWorthFetching(size: number, length: number): boolean {
  return size <= Math.min(MAX_MAP_BYTES, Math.max(1024 * 1024, length / 4));
}

/**
 * The page map's blob, from the holder at the other end. It is what the publication named: its digest is checked.
 *
 * @param digest SHA-256, 32 bytes
 * @param size   bytes
 * @throws {CodedError} ERR_FETCH_MAP when the holder has another map, rejects, or ends; the reason of `signal`
 */
export function fetchMap(
  connection: Connection,
  digest: Uint8Array,
  size: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const offered = connection.remote?.pages?.map;
  if (connection.closed) return Promise.reject(mapError(connection, 'the connection has ended'));
  if (offered === undefined || offered.size !== size || !equalBytes(offered.digest, digest)) {
    return Promise.reject(
      new CodedError('ERR_FETCH_MAP', `${connection.address} has no page map of this document`),
    );
  }
  return untilHeard<Uint8Array>(({ resolve, reject }) => {
    const transfer = new MapTransfer(connection, size);
    const forget = connection.listen({
      closed: (reason) => reject(mapError(connection, reason)),
      pages: (message) => {
        if (message.type === 'mapReject') reject(mapError(connection, 'it rejects requests for it'));
        if (message.type !== 'mapData' || !transfer.take(message.chunk, message.data)) return;
        const blob = transfer.blob;
        const right = equalBytes(createHash('sha256').update(blob).digest(), digest);
        if (right) resolve(blob);
        else reject(mapError(connection, `it sent another map than ${formatHex(digest)}`));
      },
    });
    transfer.ask();
    return forget;
  }, signal);
}

function mapError(connection: Connection, why: string): CodedError {
  return new CodedError('ERR_FETCH_MAP', `no page map from ${connection.address}: ${why}`);
}

/** Which chunks have come, and which to ask for next. */
class MapTransfer {
  readonly #connection: Connection;
  readonly blob: Uint8Array;
  readonly #chunks: number;
  readonly #arrived = new Set<number>();
  #asked = 0;

  constructor(connection: Connection, size: number) {
    this.#connection = connection;
    this.blob = new Uint8Array(size);
    this.#chunks = Math.ceil(size / MAP_CHUNK);
  }

  ask(): void {
    while (this.#asked < this.#chunks && this.#asked - this.#arrived.size < CHUNKS_UNDER_WAY) {
      this.#connection.sendPages({ type: 'mapRequest', chunk: this.#asked++ });
    }
  }

  /** @returns whether all have come */
  take(chunk: number, data: Uint8Array): boolean {
    const begin = chunk * MAP_CHUNK;
    const fits = chunk < this.#asked && data.length === Math.min(MAP_CHUNK, this.blob.length - begin);
    if (!fits || this.#arrived.has(chunk)) return false;
    this.blob.set(data, begin);
    this.#arrived.add(chunk);
    this.ask();
    return this.#arrived.size === this.#chunks;
  }
}
