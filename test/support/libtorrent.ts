import { type Child, startChild } from './child.ts';
import { pythonWith } from './installed.ts';

/** libtorrent on 127.0.0.1 with one torrent or magnet; prints `state <progress> <is seeding>` until it is stopped. */
const PROGRAM = `
import sys, time, libtorrent as lt
source, folder, pieces, peers = sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:]
session = lt.session({'listen_interfaces': '127.0.0.1:0', 'enable_dht': False, 'enable_lsd': False,
  'enable_upnp': False, 'enable_natpmp': False, 'enable_outgoing_utp': False, 'enable_incoming_utp': False,
  'allow_multiple_connections_per_ip': True, 'in_enc_policy': 2, 'out_enc_policy': 2})
if source.startswith('magnet:'):
  wanted = lt.parse_magnet_uri(source)
else:
  wanted = lt.add_torrent_params()
  wanted.ti = lt.torrent_info(source)
wanted.save_path = folder
handle = session.add_torrent(wanted)
print('port', session.listen_port(), flush=True)
chosen = pieces == ''
for peer in peers:
  ip, port = peer.rsplit(':', 1)
  handle.connect_peer((ip, int(port)))
while True:
  status = handle.status()
  if status.has_metadata and not chosen:
    count = handle.torrent_file().num_pieces()
    first, end = [int(part) for part in pieces.split('-')]
    handle.prioritize_pieces([4 if first <= piece < end else 0 for piece in range(count)])
    chosen = True
  print('state', status.progress, status.is_finished and not status.state == lt.torrent_status.checking_files,
    flush=True)
  time.sleep(0.1)
`;

/** libtorrent that makes the `.torrent` of a folder. */
const MAKER = `
import sys, os, libtorrent as lt
folder, out, kind, tracker = sys.argv[1:]
flags = {'v1': lt.create_torrent.v1_only, 'v2': lt.create_torrent.v2_only, 'hybrid': 0}[kind]
files = lt.file_storage()
lt.add_files(files, folder)
torrent = lt.create_torrent(files, 32768, flags)
torrent.add_tracker(tracker)
lt.set_piece_hashes(torrent, os.path.dirname(folder))
with open(out, 'wb') as file:
  file.write(lt.bencode(torrent.generate()))
`;

/** Has libtorrent make the `.torrent` of all that lies in `folder`. @see BEP 52 (v2, hybrid) */
export async function libtorrentMakes(
  folder: string,
  out: string,
  kind: 'v1' | 'v2' | 'hybrid',
  tracker: string,
): Promise<void> {
  const child = startChild(pythonWith('libtorrent') ?? 'python3', ['-c', MAKER, folder, out, kind, tracker]);
  const { code } = await child.exited;
  if (code !== 0) throw new Error(`libtorrent makes no .torrent: ${child.stderr()}`);
}

/** A running libtorrent. */
export interface RunningLibtorrent extends Child {
  readonly port: number;
}

/** What libtorrent works on. */
export interface LibtorrentOptions {
  /** path of a `.torrent`, or a magnet link */
  readonly source: string;
  readonly folder: string;
  /** pieces that it fetches alone, half-open */
  readonly pieces?: { readonly first: number; readonly end: number };
  /** `ip:port` of peers that it connects to, beside those of the trackers */
  readonly peers?: readonly string[];
}

/** Starts libtorrent; ready when it has all that it wants. */
export async function libtorrentWith(options: LibtorrentOptions): Promise<RunningLibtorrent> {
  const { source, folder, pieces, peers = [] } = options;
  const range = pieces === undefined ? '' : `${pieces.first}-${pieces.end}`;
  const child = startChild(pythonWith('libtorrent') ?? 'python3', [
    '-c',
    PROGRAM,
    source,
    folder,
    range,
    ...peers,
  ]);
  const port = await child.until(({ stdout }) => /^port (\d+)$/m.exec(stdout())?.[1], 'port of libtorrent');
  await child.until(
    ({ stdout }) => /^state \S+ True$/m.exec(stdout()) ?? undefined,
    'libtorrent that has it',
  );
  return { ...child, port: Number(port) };
}
