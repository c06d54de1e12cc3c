import { CodedError } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import { infoHashOf } from '../../common/metainfo/info.ts';
import { untilHeard } from '../../common/runtime/until-heard.ts';
import {
  decodeMetadataMessage,
  encodeMetadataMessage,
  MAX_METADATA,
  METADATA_PIECE,
  UT_METADATA,
} from '../../common/wire/metadata-message.ts';
import { type Connection, untilIntroduced } from '../swarm/swarm.ts';

/** Pieces asked for at one time: some clients drop what is beyond. */
const UNDER_WAY = 4;

/**
 * The info dictionary that `infoHash` names, from the other side of `connection`; its SHA-1 was checked.
 *
 * @param progress called with every piece that comes
 * @throws {CodedError} ERR_METADATA_SOURCE when it has none, rejects, sends another or ends; the reason of `signal`
 * @see BEP 9
 */
export async function receiveMetadata(
  connection: Connection,
  infoHash: InfoHash,
  progress: () => void,
  signal: AbortSignal,
): Promise<Uint8Array> {
  await untilIntroduced(connection, signal);
  const size = connection.remote?.metadataSize;
  if (size === undefined || !connection.remote?.extensions.get(UT_METADATA))
    throw refusal('it has none to give');
  if (size > MAX_METADATA) throw refusal(`it offers ${size} bytes, limit ${MAX_METADATA}`);
  const bytes = await allPieces(connection, size, progress, signal);
  if (infoHashOf(bytes) !== infoHash) throw refusal('it sent another one');
  return bytes;
}

function allPieces(
  connection: Connection,
  size: number,
  progress: () => void,
  signal: AbortSignal,
): Promise<Uint8Array> {
  return untilHeard<Uint8Array>(({ resolve, reject }) => {
    const transfer = new MetadataTransfer(size);
    const ask = (): void => {
      for (const piece of transfer.next())
        connection.sendExtension(UT_METADATA, encodeMetadataMessage({ type: 'request', piece }));
    };
    const extension = (name: string, payload: Uint8Array): void => {
      const message = name === UT_METADATA ? decodeMetadataMessage(payload) : undefined;
      if (message?.type === 'reject') reject(refusal('it rejects requests for it'));
      if (message?.type !== 'data' || !transfer.take(message.piece, message.totalSize, message.data)) return;
      progress();
      const bytes = transfer.whole;
      if (bytes === undefined) ask();
      else resolve(bytes);
    };
    const forget = connection.listen({ closed: (reason) => reject(refusal(reason)), extension });
    if (connection.closed) reject(refusal('the connection has ended'));
    else ask();
    return forget;
  }, signal);
}

/** Which pieces have come, and which to ask for next. Memory is taken for what has come, not for what was claimed. */
class MetadataTransfer {
  readonly #size: number;
  readonly #pieces = new Map<number, Uint8Array>();
  #asked = 0;

  constructor(size: number) {
    this.#size = size;
  }

  /** pieces to be asked for now; each is named once */
  next(): number[] {
    const pieces: number[] = [];
    while (this.#asked * METADATA_PIECE < this.#size && this.#asked - this.#pieces.size < UNDER_WAY)
      pieces.push(this.#asked++);
    return pieces;
  }

  /** Keeps a copy of `data`. @returns whether it was asked for, fits, and is new */
  take(piece: number, totalSize: number, data: Uint8Array): boolean {
    const length = Math.min(METADATA_PIECE, this.#size - piece * METADATA_PIECE);
    const fits = piece < this.#asked && totalSize === this.#size && data.length === length;
    if (!fits || this.#pieces.has(piece)) return false;
    this.#pieces.set(piece, data.slice());
    return true;
  }

  /** all of it, when all has come */
  get whole(): Uint8Array | undefined {
    if (this.#pieces.size < Math.ceil(this.#size / METADATA_PIECE)) return undefined;
    const whole = new Uint8Array(this.#size);
    for (const [piece, data] of this.#pieces) whole.set(data, piece * METADATA_PIECE);
    return whole;
  }
}

function refusal(why: string): CodedError {
  return new CodedError('ERR_METADATA_SOURCE', `no info dictionary: ${why}`);
}
