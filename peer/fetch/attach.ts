import type { Layout } from '../../common/layout.ts';
import type { Info } from '../../common/metainfo/info.ts';
import { type ByteRange, lengthOf } from '../../common/range.ts';
import type { Message } from '../../common/wire/message.ts';
import type { Connection } from '../swarm/swarm.ts';
import type { Fetch } from './engine.ts';
import type { Source, SourceLink } from './source.ts';

/** Requests under way to a client that did not say how many it takes: what the oldest ones keep. */
const DEFAULT_REQUESTS = 128;

/** A holder that was reached, on its way into a download. */
export interface Reachable {
  readonly connection: Connection;
  readonly latencyMs: number;
}

/** Makes the holder at the other end of a connection a source of `fetch`, with `run` as its first work. */
export function attachSource(
  fetch: Fetch,
  { layout, info }: { layout: Layout; info: Info },
  { connection, latencyMs }: Reachable,
  run: readonly number[],
): Source {
  const link = linkOver(connection, layout, info, latencyMs);
  const source = fetch.join(link, run);
  connection.listen({
    heard: () => fetch.heard(source),
    closed: (reason) => fetch.closed(source, reason),
    message: (message) => tell(fetch, source, connection, info, message),
    pages: (message) => {
      if (message.type === 'leafBitfield' || message.type === 'haveLeaves') fetch.gained(source);
    },
  });
  connection.beInterested();
  if (connection.closed) fetch.closed(source, 'the connection ended');
  else if (!connection.peerChoking) fetch.unchoked(source);
  return source;
}

function tell(fetch: Fetch, source: Source, connection: Connection, info: Info, message: Message): void {
  switch (message.type) {
    case 'unchoke':
      return fetch.unchoked(source);
    case 'choke':
      return fetch.choked(source, !connection.fast);
    case 'piece':
      return fetch.block(source, message.piece * info.pieceLength + message.begin, message.data);
    case 'reject': {
      const begin = message.piece * info.pieceLength + message.begin;
      return fetch.rejected(source, { begin, end: begin + message.length });
    }
    case 'have':
    case 'bitfield':
    case 'haveAll':
      return fetch.gained(source);
    default:
  }
}

function linkOver(connection: Connection, layout: Layout, info: Info, latencyMs: number): SourceLink {
  const address = (block: ByteRange) => {
    const piece = Math.floor(block.begin / info.pieceLength);
    return { piece, begin: block.begin - piece * info.pieceLength, length: lengthOf(block) };
  };
  return {
    address: connection.address,
    remoteId: connection.remoteId,
    latencyMs,
    maxRequests: connection.remote?.requestQueue ?? DEFAULT_REQUESTS,
    has: (leaf) => connection.holdings.hasLeaf(layout, leaf, info.pieceLength),
    request: (block) => void connection.send({ type: 'request', ...address(block) }),
    cancel: (block) => void connection.send({ type: 'cancel', ...address(block) }),
    close: (reason) => connection.close(reason),
  };
}
