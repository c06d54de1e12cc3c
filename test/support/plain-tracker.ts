import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeBencode } from '../../common/bencode/encode.ts';
import { formatHex } from '../../common/bytes.ts';
import { encodeCompact } from '../../common/tracker-api/socket-address.ts';

/** What somebody told a plain tracker. */
export interface PlainAnnounced {
  /** 40 hexadecimal digits */
  readonly infoHash: string;
  readonly port: number;
  readonly left: number;
  readonly event: string;
}

/** A tracker of the standard kind, of any torrent, over HTTP on 127.0.0.1; it knows nothing of ours. */
export interface PlainTracker extends AsyncDisposable {
  /** its announce URL */
  readonly url: string;
  readonly announced: readonly PlainAnnounced[];
}

/** Starts one. @see BEP 3, BEP 23 */
export async function plainTracker(): Promise<PlainTracker> {
  const swarms = new Map<string, Map<number, Uint8Array>>();
  const announced: PlainAnnounced[] = [];
  const answer = (query: string) => {
    const announce = parseAnnounce(query);
    announced.push(announce);
    const swarm = swarms.get(announce.infoHash) ?? new Map<number, Uint8Array>();
    swarms.set(announce.infoHash, swarm);
    if (announce.event === 'stopped') swarm.delete(announce.port);
    else swarm.set(announce.port, encodeCompact({ ip: '127.0.0.1', port: announce.port }));
    const peers = [...swarm].filter(([port]) => port !== announce.port).map(([, peer]) => peer);
    return encodeBencode({ interval: 2, 'min interval': 1, peers: Buffer.concat(peers) });
  };
  const server = createServer((request, response) => {
    const [path, query = ''] = (request.url ?? '').split('?');
    if (path === '/announce') response.end(answer(query));
    else response.writeHead(404).end('not here');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/announce`,
    announced,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function parseAnnounce(query: string): PlainAnnounced {
  const fields = new Map(query.split('&').map((field) => field.split('=', 2) as [string, string]));
  const infoHash = (fields.get('info_hash') ?? '').replaceAll(/%([0-9a-f]{2})|([^%])/gi, (_, hex, char) =>
    hex === undefined ? formatHex(Buffer.from(char)) : hex.toLowerCase(),
  );
  return {
    infoHash,
    port: Number(fields.get('port')),
    left: Number(fields.get('left')),
    event: fields.get('event') ?? '',
  };
}
