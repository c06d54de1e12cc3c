import { encodeBencode } from '../../common/bencode/encode.ts';
import { concatBytes, parseHex } from '../../common/bytes.ts';
import type { InfoHash } from '../../common/ids.ts';
import { encodeCompact } from '../../common/tracker-api/socket-address.ts';
import type { AnnounceAnswer, AnsweredPeer } from '../answer/answer.ts';
import type { SwarmCounts } from '../swarms/swarms.ts';

/** a client that must know sooner (BEP 3, "min interval") may ask this often, ms */
const MIN_INTERVAL_MS = 30_000;

/** The bencoded answer to an announce. @see BEP 3, BEP 7, BEP 23 */
export function encodeAnnounceAnswer(answer: AnnounceAnswer, compact: boolean): Uint8Array {
  if ('failure' in answer) return encodeFailure(answer.failure);
  return encodeBencode({
    complete: answer.complete,
    downloaded: answer.downloaded,
    incomplete: answer.incomplete,
    interval: seconds(answer.intervalMs),
    'min interval': seconds(Math.min(MIN_INTERVAL_MS, answer.intervalMs)),
    ...(compact ? compactPeers(answer.peers) : { peers: answer.peers.map(listedPeer) }),
  });
}

/** The bencoded answer to a scrape. @see BEP 48 */
export function encodeScrapeAnswer(counts: ReadonlyMap<InfoHash, SwarmCounts>): Uint8Array {
  const files = [...counts].map(([infoHash, { complete, downloaded, incomplete }]) => {
    const key = Buffer.from(parseHex(infoHash) ?? []).toString('latin1');
    return [key, { complete, downloaded, incomplete }] as const;
  });
  return encodeBencode({ files: new Map(files) });
}

/** A refusal in the form that standard clients show to people. @see BEP 3 */
export function encodeFailure(reason: string): Uint8Array {
  return encodeBencode({ 'failure reason': reason });
}

function compactPeers(peers: readonly AnsweredPeer[]) {
  const six = peers.filter(({ family }) => family === 6);
  return {
    peers: concatBytes(peers.filter(({ family }) => family === 4).map(encodeCompact)),
    ...(six.length > 0 && { peers6: concatBytes(six.map(encodeCompact)) }),
  };
}

function listedPeer({ ip, port, peerId }: AnsweredPeer) {
  return { ip, port, 'peer id': peerId };
}

function seconds(ms: number): number {
  return Math.max(1, Math.round(ms / 1000));
}
