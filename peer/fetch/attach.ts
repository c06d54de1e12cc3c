import { type ByteRange, lengthOf } from '../../common/range.ts';
import type { Message } from '../../common/wire/message.ts';
import type { Description } from '../content/content.ts';
import type { DownloadLimit } from '../limit/limit.ts';
import type { Connection } from '../swarm/swarm.ts';
import type { Fetch } from './engine.ts';
import type { Source, SourceLink } from './source.ts';

/** Requests under way to a client that did not say how many it takes: what the oldest ones keep. */
const DEFAULT_REQUESTS = 128;

/** A holder that was reached, on its way into a download. */
export interface Reachable {
  readonly connection: Connection;
  readonly latencyMs: number;
  /** bytes/ms that it achieved another time */
  readonly rememberedRate?: number | undefined;
  /** when it may be asked; at any time without it */
  readonly limit?: DownloadLimit | undefined;
  /** when it aborts nothing is asked any more, though the connection goes on */
  readonly signal?: AbortSignal;
}

/** What is fetched, and how it is divided. */
type Fetched = Pick<Description, 'info' | 'layout' | 'map'>;

/** Makes the holder at the other end of a connection a source of `fetch`, with `run` as its first work. */
export function attachSource(
  fetch: Fetch,
  { layout, info, map }: Fetched,
  reachable: Reachable,
  run: readonly number[],
): Source {
  const { connection, signal } = reachable;
  const link = linkOver(reachable, { layout, info, map });
  const source = fetch.join(link, run);
  const { given } = connection.holdings;
  if (given !== undefined) fetch.shared(source, [...given]);
  const forget = connection.listen({
    heard: () => fetch.heard(source),
    closed: (reason) => fetch.closed(source, reason),
    message: (message) => tell(fetch, source, connection, { info, map }, message),
    pages: (message) => {
      if (message.type === 'leafBitfield') fetch.gained(source);
      else if (message.type === 'haveLeaves') fetch.gained(source, message.leaves);
      else if (message.type === 'givenLeaves') fetch.shared(source, message.leaves);
    },
  });
  signal?.addEventListener('abort', () => {
    forget();
    connection.beUninterested();
    fetch.closed(source, 'it is not asked any more');
  });
  connection.beInterested();
  if (connection.closed) fetch.closed(source, 'the connection ended');
  else if (!connection.peerChoking) fetch.unchoked(source);
  return source;
}

function tell(
  fetch: Fetch,
  source: Source,
  connection: Connection,
  { info, map }: Pick<Fetched, 'info' | 'map'>,
  message: Message,
): void {
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
      // the leaves of a document without a page map are its pieces
      return fetch.gained(source, map === undefined ? [message.piece] : undefined);
    case 'bitfield':
    case 'haveAll':
      return fetch.gained(source);
    default:
  }
}

function linkOver(
  { connection, latencyMs, rememberedRate, limit }: Reachable,
  { layout, info, map }: Fetched,
): SourceLink {
  const address = (block: ByteRange) => {
    const piece = Math.floor(block.begin / info.pieceLength);
    return { piece, begin: block.begin - piece * info.pieceLength, length: lengthOf(block) };
  };
  return {
    address: connection.address,
    remoteId: connection.remoteId,
    latencyMs,
    rememberedRate,
    maxRequests: connection.remote?.requestQueue ?? DEFAULT_REQUESTS,
    get complete() {
      return connection.holdings.complete;
    },
    interest: (wanted) => (wanted ? connection.beInterested() : connection.beUninterested()),
    has: (leaf) => hasLeaf(connection, { layout, info, map }, leaf),
    get held() {
      return limit?.held ?? false;
    },
    request: (block) => {
      limit?.asked(lengthOf(block));
      connection.send({ type: 'request', ...address(block) });
    },
    cancel: (block) => void connection.send({ type: 'cancel', ...address(block) }),
    close: (reason) => connection.close(reason),
  };
}

/** Whether the other side can send `leaf`. What it says of leaves counts only if it means those of the same page map. */
export function hasLeaf(connection: Connection, { layout, info, map }: Fetched, leaf: number): boolean {
  const sameMap = map !== undefined && connection.meansLeavesOf(map.digest);
  return connection.holdings.hasLeaf(sameMap, layout.leaves[leaf]?.spans ?? [], leaf, info.pieceLength);
}
