import { type Child, startChild } from './child.ts';
import { freePort } from './free-port.ts';

/** BitTorrent over plain TCP on 127.0.0.1, peers from the tracker alone. */
const QUIET = [
  '--no-conf',
  '--enable-dht=false',
  '--enable-dht6=false',
  '--bt-enable-lpd=false',
  '--enable-peer-exchange=false',
  '--disable-ipv6=true',
  '--interface=127.0.0.1',
  '--file-allocation=none',
  '--async-dns=false',
  '--bt-save-metadata=false',
  '--bt-request-peer-speed-limit=1000M',
  '--allow-overwrite=true',
  '--summary-interval=0',
  '--console-log-level=notice',
];

/** aria2 fetching `torrent` into `folder`; it ends when it has all of it. */
export async function aria2Download(torrent: string, folder: string): Promise<Child> {
  const listen = `--listen-port=${await freePort()}`;
  return startChild('aria2c', [
    ...QUIET,
    listen,
    '--seed-time=0',
    '--bt-tracker-interval=1',
    `--dir=${folder}`,
    torrent,
  ]);
}

/** aria2 seeding what lies in `folder`. */
export async function aria2Seed(torrent: string, folder: string): Promise<Child> {
  const listen = `--listen-port=${await freePort()}`;
  return startChild('aria2c', [
    ...QUIET,
    listen,
    '--seed-ratio=0.0',
    '--check-integrity=true',
    `--dir=${folder}`,
    torrent,
  ]);
}
