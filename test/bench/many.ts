import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aPdf } from '../support/a-pdf.ts';
import { type Child, startChild } from '../support/child.ts';
import { onPath, pythonWith } from '../support/installed.ts';
import { createLab, type Lab, type RunningPeer, type RunningTracker } from '../support/lab.ts';
import { ARIA2 } from './aria2-flags.ts';
import { costOf, watchCost } from './process-cost.ts';
import { type Bench, type Measurement, rounded } from './report.ts';

const PAGES = 4;
const BYTES = 50_000;
const RUNS = 3;
/** Downloads at one time: as many as ours has of small documents. */
const TOGETHER = 32;
const LONG_MS = 300_000;

/** Many small documents, and who holds them. */
interface Offer {
  readonly lab: Lab;
  readonly tracker: RunningTracker;
  readonly holder: RunningPeer;
  readonly documents: number;
  /** a list of their SHA-256s */
  readonly list: string;
  /** paths of their `.torrent`s */
  readonly torrents: readonly string[];
}

/** Many small documents from one holder over loopback, one command for all; other people's clients from the same holder. */
export async function benchMany(documents: number): Promise<Bench> {
  await using lab = await createLab();
  const offer = await publish(lab, documents);
  const measurements = [
    await measure(offer, 'get, a node of its own', getAlone),
    await measure(offer, 'get, by a running peer', getByPeer),
  ];
  const skipped: string[] = [];
  if (onPath('aria2c')) measurements.push(await measure(offer, 'aria2 from the same holder', aria2));
  else skipped.push('aria2: aria2c is not installed');
  const python = pythonWith('libtorrent');
  if (python === undefined) skipped.push('libtorrent: python3-libtorrent is not installed');
  else
    measurements.push(
      await measure(offer, 'libtorrent from the same holder', (of, run) => libtorrent(python, of, run)),
    );
  return {
    title: 'Many small documents, loopback',
    method:
      `${documents} PDFs of ${BYTES / 1000} kB from one holder, real processes on one machine, best of ${RUNS}. Start to end: of the process. From the first ` +
      'begun to the last done: as the transfers of the node have it. CPU: of the downloader and of the holder, for each document. Others have their ' +
      '`.torrent`s at hand, keep no record, and announce each document in the standard way (libtorrent: nothing; it is told where the holder is).',
    measurements,
    skipped,
  };
}

async function publish(lab: Lab, documents: number): Promise<Offer> {
  const tracker = await lab.startTracker();
  const holder = await lab.startPeer({ tracker });
  for (let seed = 1; seed <= documents; seed++) {
    const pdf = aPdf({ pages: PAGES, bytesPerPage: (BYTES - 1200) / PAGES, seed });
    await lab.file(`many/${String(seed).padStart(4, '0')}.pdf`, pdf);
  }
  const options = { data: holder.data, tracker, timeoutMs: LONG_MS };
  const published = await lab.run(['publish', lab.path('many'), '--json'], options);
  const list = published.lines.map(({ sha256 }) => `${String(sha256)}\n`).join('');
  const kept = join(holder.data, 'documents');
  const torrents = (await readdir(kept)).filter((name) => name.endsWith('.torrent'));
  if (torrents.length !== documents) throw new Error(`only ${torrents.length} were published`);
  return {
    lab,
    tracker,
    holder,
    documents,
    list: await lab.file('list.txt', list),
    torrents: torrents.map((name) => join(kept, name)),
  };
}

/** What fetches all documents of `offer`. */
interface Fetching {
  readonly child: Child;
  /** the data folder of a node, whose transfers tell more */
  readonly data?: string;
  /** the process that does the work, where it is another */
  readonly worker?: Child;
}

type Begin = (offer: Offer, run: number) => Promise<Fetching>;

async function measure(offer: Offer, of: string, begin: Begin): Promise<Measurement> {
  const runs: { wall: number; inside: number; own: number; holder: number; peak: number }[] = [];
  for (let run = 0; run < RUNS; run++) runs.push(await once(offer, begin, run));
  const best = runs.reduce((a, b) => (b.wall < a.wall ? b : a));
  const { documents } = offer;
  return {
    of,
    values: {
      'documents/s start to end': rounded(documents / best.wall),
      ...(Number.isNaN(best.inside)
        ? {}
        : { 'from the first begun to the last done': rounded(documents / best.inside) }),
      'CPU ms, downloader': rounded((1000 * best.own) / documents),
      'CPU ms, holder': rounded((1000 * best.holder) / documents),
      'downloader peak MB': rounded(best.peak / 1e6),
    },
  };
}

async function once(offer: Offer, begin: Begin, run: number) {
  const before = costOf(offer.holder.pid)?.cpuSeconds ?? 0;
  const startedAt = performance.now();
  const { child, data, worker = child } = await begin(offer, run);
  const watch = watchCost(worker.pid);
  const { code } = await child.exited;
  const wall = (performance.now() - startedAt) / 1000;
  const own = watch.end();
  if (code !== 0) throw new Error(`${child.stderr()}\nended with ${code}`);
  await worker.stop();
  return {
    wall,
    inside: data === undefined ? Number.NaN : await secondsInside(data, offer.documents),
    own: own?.cpuSeconds ?? Number.NaN,
    holder: (costOf(offer.holder.pid)?.cpuSeconds ?? 0) - before,
    peak: own?.peakBytes ?? Number.NaN,
  };
}

/** From the beginning of the first transfer to the end of the last. */
async function secondsInside(data: string, documents: number): Promise<number> {
  const folder = join(data, 'transfers');
  const records = await Promise.all(
    (await readdir(folder)).map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8'))),
  );
  const done = records.filter(({ phase }) => phase.state === 'done');
  if (done.length !== documents) throw new Error(`${done.length} of ${documents} are done`);
  const begin = Math.min(...done.map(({ startedAt }) => startedAt));
  return (Math.max(...done.map(({ phase }) => phase.endedAt)) - begin) / 1000;
}

async function getAlone({ lab, tracker, list }: Offer, run: number): Promise<Fetching> {
  const data = lab.path(`alone-${run}`);
  const args = ['get', '--from', list, '--json', '--host', '127.0.0.1', '--port', '0'];
  return { child: lab.start(args, { data, tracker }), data };
}

async function getByPeer({ lab, tracker, list }: Offer): Promise<Fetching> {
  const worker = await lab.startPeer({ tracker });
  return {
    child: lab.start(['get', '--from', list, '--json'], { data: worker.data }),
    data: worker.data,
    worker,
  };
}

async function aria2({ lab, torrents }: Offer, run: number): Promise<Fetching> {
  const flags = [
    `--dir=${lab.path(`aria2-${run}`)}`,
    '--seed-time=0',
    `--max-concurrent-downloads=${TOGETHER}`,
  ];
  return { child: lab.own(startChild('aria2c', [...ARIA2, ...flags, ...torrents])) };
}

/** Ends when every torrent of a list is whole. */
const LIBTORRENT = `
import sys, time, libtorrent as lt
port, folder, together = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
session = lt.session({'listen_interfaces': '127.0.0.1:0', 'enable_dht': False, 'enable_lsd': False, 'enable_upnp': False,
  'enable_natpmp': False, 'enable_outgoing_utp': False, 'enable_incoming_utp': False, 'out_enc_policy': 2, 'in_enc_policy': 2,
  'active_downloads': together, 'active_limit': 10000, 'active_seeds': 10000, 'connection_speed': 1000, 'torrent_connect_boost': 50,
  'allow_multiple_connections_per_ip': True, 'alert_mask': 0})
handles = []
for path in sys.stdin.read().split('\\n'):
  if path == '': continue
  wanted = lt.add_torrent_params()
  wanted.ti = lt.torrent_info(path)
  wanted.save_path = folder
  wanted.trackers = []
  wanted.peers = [('127.0.0.1', port)]
  wanted.flags &= ~lt.torrent_flags.auto_managed & ~lt.torrent_flags.paused
  handles.append(session.add_torrent(wanted))
while not all(handle.status().is_seeding for handle in handles[-1:] + handles): time.sleep(0.01)
`;

async function libtorrent(python: string, { lab, holder, torrents }: Offer, run: number): Promise<Fetching> {
  const program = lab.path('fetch-all.py');
  await writeFile(program, LIBTORRENT);
  const args = [program, String(holder.port), lab.path(`libtorrent-${run}`), String(TOGETHER)];
  return { child: lab.own(startChild(python, args, { input: `${torrents.join('\n')}\n` })) };
}
