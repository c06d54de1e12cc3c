import { join } from 'node:path';
import { type InfoHash, parseInfoHash } from '../../common/ids.ts';
import type { Lab, RunningPeer, RunningTracker } from './lab.ts';

/** A document that a running peer has published on a running tracker. */
export interface Published {
  readonly tracker: RunningTracker;
  /** the peer that published it and serves it */
  readonly holder: RunningPeer;
  readonly infoHash: InfoHash;
  /** the document, alone in `folder` */
  readonly file: string;
  readonly folder: string;
  /** our `.torrent` of it */
  readonly torrent: string;
}

/** Starts a tracker and a holder, and has the holder publish `bytes` under `name`. */
export async function publishIn(lab: Lab, name: string, bytes: Uint8Array): Promise<Published> {
  const tracker = await lab.startTracker();
  const holder = await lab.startPeer({ tracker });
  const file = await lab.file(join('shared', name), bytes);
  const published = await lab.run(['publish', file, '--json'], { data: holder.data, tracker });
  const line = published.lines.find(({ infoHash }) => infoHash !== undefined);
  if (published.code !== 0 || line?.infoHash === undefined) {
    throw new Error(`publish: exit ${published.code}\n${published.stdout}\n${published.stderr}`);
  }

  const torrent = lab.path('document.torrent');
  const written = await lab.run(['torrent', line.infoHash, '-o', torrent], { data: holder.data, tracker });
  if (written.code !== 0) throw new Error(`torrent: exit ${written.code}\n${written.stderr}`);
  return {
    tracker,
    holder,
    infoHash: parseInfoHash(line.infoHash),
    file,
    folder: lab.path('shared'),
    torrent,
  };
}
