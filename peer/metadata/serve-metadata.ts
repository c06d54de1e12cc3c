import type { Info } from '../../common/metainfo/info.ts';
import {
  decodeMetadataMessage,
  encodeMetadataMessage,
  METADATA_PIECE,
  type MetadataMessage,
  UT_METADATA,
} from '../../common/wire/metadata-message.ts';
import type { Connection } from '../swarm/swarm.ts';

/** How often the info dictionary is sent over one connection: nobody needs it more than once. */
const TIMES_PER_CONNECTION = 4;
/** Requests that were rejected, after which the connection ends. */
const MAX_REJECTED = 256;

/** Gives the other side of `connection` the info dictionary, piece by piece, when it asks; a private one to nobody. */
export function serveMetadata(connection: Connection, info: Pick<Info, 'encoded' | 'private'>): void {
  if (info.private) return;
  const answer = answering(info.encoded);
  let rejected = 0;
  connection.listen({
    extension: (name, payload) => {
      const message = name === UT_METADATA ? decodeMetadataMessage(payload) : undefined;
      if (message?.type !== 'request') return;
      const answered = answer(message.piece);
      if (answered.type === 'reject' && ++rejected > MAX_REJECTED) {
        connection.refuse('it asked for too much of an info dictionary');
      } else connection.sendExtension(UT_METADATA, encodeMetadataMessage(answered));
    },
  });
}

/** Answers one side's requests; who asks for more than {@link TIMES_PER_CONNECTION} the whole is rejected. */
function answering(encoded: Uint8Array): (piece: number) => MetadataMessage {
  let left = TIMES_PER_CONNECTION * encoded.length;
  return (piece) => {
    const data = encoded.subarray(piece * METADATA_PIECE, (piece + 1) * METADATA_PIECE);
    if (data.length === 0 || data.length > left) return { type: 'reject', piece };
    left -= data.length;
    return { type: 'data', piece, totalSize: encoded.length, data };
  };
}
