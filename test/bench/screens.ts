import { readFileSync } from 'node:fs';
import { TrackerClient } from '../../common/runtime/tracker-client.ts';
import { hostIdOf } from '../../common/tracker-api/host-id.ts';
import { verifyUpload } from '../../common/tracker-api/verify-upload.ts';
import { openSqliteStore } from '../../tracker/store/store.ts';
import { aHeartbeat } from '../support/a-heartbeat.ts';
import { createLab, type Lab } from '../support/lab.ts';
import { aKey, anUpload } from '../support/publications.ts';
import { openTestTerminal, type TestTerminal } from '../support/terminal.ts';
import { costOf } from './process-cost.ts';
import { type Bench, type Measurement, rounded } from './report.ts';

const DOCUMENTS = 10_000;
const KEYS = 500;
const HOSTS = 20;
const LEAST_MINUTES = 15;
const IDLE_SECONDS = 10;
const MB = 1e6;
const KIB = 1024;
const { signal } = new AbortController();

/** Documents are published and hosts come and go for so long, and so often, while the memory is watched. */
export interface LiveChanges {
  readonly minutes: number;
  /** ms from one to the next */
  readonly everyMs: number;
}

/**
 * The screens over 10,000 published documents, in a real terminal.
 */
export async function benchScreens(live: LiveChanges): Promise<Bench> {
  await using lab = await createLab();
  const data = lab.path('tracker');
  await fill(data);
  const measurements = [await measureTracker(lab, data, live), await measurePeer(lab, data, live)];
  return {
    title: `Screens over ${DOCUMENTS} documents`,
    method:
      `A pseudo-terminal of 120 x 40. First paint: from the start of the process to the first row; the tracker's screen fills while the ` +
      `catalog is read, until all is listed, and from then on others are answered (ready). Key to repaint: ${KEYS} keys (down, page down, end, home, and letters of a search), each from the write to the first byte back. Idle: CPU of ` +
      `one core over ${IDLE_SECONDS} s. Growth: of the resident memory from the middle to the end of the live minutes with a publication, a ` +
      `heartbeat and a key each ${live.everyMs} ms.`,
    measurements,
    skipped: [],
  };
}

/** Publishes the documents in a store of its own: over HTTP it would take a minute. */
async function fill(folder: string): Promise<void> {
  await using store = await openSqliteStore(folder);
  const key = aKey();
  const publishedFrom = Date.now() - DOCUMENTS;
  const publish = (at: number) =>
    store.publish(verifyUpload(anUpload({ key, ...documentFields(at) })), publishedFrom + at);
  for (let at = 0; at < DOCUMENTS; at += BATCH) {
    await Promise.all(Array.from({ length: BATCH }, (_, offset) => publish(at + offset)));
  }
}

const BATCH = 100;
const SUBJECTS = ['Álgebra', 'Física', 'História', 'Química', '線形代数', 'Navigation', 'Botanik'];

function documentFields(at: number) {
  const subject = SUBJECTS[at % SUBJECTS.length] ?? '';
  return {
    content: `document ${at}`,
    name: `${subject} ${at}.pdf`,
    title: `${subject}, volume ${at}`,
    author: `Author ${at % 97}`,
  };
}

async function measureTracker(lab: Lab, data: string, live: LiveChanges): Promise<Measurement> {
  const port = 20_000 + (process.pid % 20_000);
  const url = `http://127.0.0.1:${port}`;
  const startedAt = performance.now();
  await using terminal = openTestTerminal(
    ['tracker', '--host', '127.0.0.1', '--port', String(port), '--data', data],
    { lab, columns: 120, rows: 40 },
  );
  const ready = answering(`${url}/v1/status`);
  await terminal.until(/\d+\.pdf/, 60_000);
  const paintedAt = performance.now();
  await terminal.until(/ 9999\.pdf/, 60_000);
  const listedAt = performance.now();
  const readyAt = await ready;
  const values = await measureScreen(terminal);
  const growth = live.minutes > 0 ? await liveGrowth(terminal, url, live) : {};
  return {
    of: "the tracker's screen",
    values: {
      'first paint s': rounded((paintedAt - startedAt) / 1000),
      'all listed s': rounded((listedAt - startedAt) / 1000),
      'ready s': rounded((readyAt - startedAt) / 1000),
      ...values,
      ...growth,
    },
  };
}

async function measurePeer(lab: Lab, data: string, live: LiveChanges): Promise<Measurement> {
  const tracker = await lab.startTracker({ data });
  const startedAt = performance.now();
  await using terminal = openTestTerminal(
    ['peer', '--host', '127.0.0.1', '--port', '0', '--data', lab.path('peer'), '--tracker', tracker.url],
    { lab, columns: 120, rows: 40 },
  );
  await terminal.until('[1 ', 60_000);
  const firstPaint = (performance.now() - startedAt) / 1000;
  terminal.type('2');
  await terminal.until(/\d+\.pdf/, 60_000);
  await terminal.until(/\b10\d{3}\b/, 60_000); // those of the live minutes included
  const values = await measureScreen(terminal);
  const growth = live.minutes > 0 ? await liveGrowth(terminal, tracker.url, live) : {};
  return {
    of: "a peer's screen, Search network",
    values: { 'first paint s': rounded(firstPaint), ...values, ...growth },
  };
}

/** When `url` answers for the first time. */
async function answering(url: string): Promise<number> {
  for (;;) {
    const answered = await fetch(url).then(
      (response) => response.ok,
      () => false,
    );
    if (answered) return performance.now();
    await pause(5);
  }
}

async function measureScreen(terminal: TestTerminal): Promise<Record<string, number>> {
  const latencies = await keyLatencies(terminal);
  const before = costOf(terminal.pid)?.cpuSeconds ?? Number.NaN;
  await pause(IDLE_SECONDS * 1000);
  const idle = (costOf(terminal.pid)?.cpuSeconds ?? Number.NaN) - before;
  const at = (share: number) => rounded(latencies[Math.floor(share * (latencies.length - 1))] ?? Number.NaN);
  return {
    'key p50 ms': at(0.5),
    'key p99 ms': at(0.99),
    'key max ms': at(1),
    'idle CPU %': rounded((100 * idle) / IDLE_SECONDS, 2),
    'RSS MB': rounded(residentBytes(terminal.pid) / MB),
  };
}

/** ms from each key to the first byte that the screen writes, ascending. */
async function keyLatencies(terminal: TestTerminal): Promise<number[]> {
  const latencies: number[] = [];
  for (let count = 0; count < KEYS; count++) {
    latencies.push(await latencyOf(terminal, keyAt(count)));
  }
  terminal.press('escape');
  await pause(500);
  return latencies.sort((a, b) => a - b);
}

/** 300 keys that move about, then a search that is written and deleted. */
function keyAt(count: number): string {
  const moves = ['down', 'down', 'pagedown', 'down', 'end', 'up', 'home'];
  if (count < 300) return moves[count % moves.length] ?? 'down';
  if (count === 300) return '/';
  const word = ['f', 'i', 's', 'backspace', 'backspace', 'backspace'];
  return word[(count - 301) % word.length] ?? 'f';
}

async function latencyOf(terminal: TestTerminal, key: string): Promise<number> {
  const before = terminal.written().length;
  const startedAt = performance.now();
  terminal.press(key);
  for (;;) {
    await new Promise((resolve) => setImmediate(resolve));
    if (terminal.written().length > before) break;
    if (performance.now() - startedAt > 1_000)
      throw new Error(`nothing was painted for ${key}\n${terminal.text()}`);
  }
  const latency = performance.now() - startedAt;
  await pause(20); // what else is painted for this key
  return latency;
}

/** Publishes, reports and types for some minutes, and watches the memory. */
async function liveGrowth(
  terminal: TestTerminal,
  url: string,
  { minutes, everyMs }: LiveChanges,
): Promise<Record<string, number>> {
  const client = new TrackerClient(url, 10_000);
  const key = aKey();
  const samples: { readonly at: number; readonly bytes: number }[] = [];
  const endsAt = performance.now() + minutes * 60_000;
  for (let count = 0; performance.now() < endsAt; count++) {
    const upload = anUpload({
      key,
      ...documentFields(count),
      content: `live ${count % 200}`,
      sequence: count + 1,
    });
    await client.publish(upload, signal);
    const secret = `the-secret-of-host-${count % HOSTS}`;
    const changes = [{ infoHash: upload.publication.infoHash, complete: true }] as const;
    await client.heartbeat(hostIdOf(secret), secret, aHeartbeat({ sequence: count, changes }), signal);
    terminal.press(count % 2 === 0 ? 'down' : 'up');
    samples.push({ at: performance.now(), bytes: residentBytes(terminal.pid) });
    await pause(everyMs);
  }
  const half = samples.slice(Math.floor(samples.length / 2));
  return {
    'live min': minutes,
    'live changes': samples.length,
    'RSS after MB': rounded((samples.at(-1)?.bytes ?? Number.NaN) / MB),
    // in less time the memory follows the garbage collector
    ...(minutes >= LEAST_MINUTES && { 'growth MB/h': rounded((slopeOf(half) * 3_600_000) / MB) }),
  };
}

/** Least squares: bytes per ms. */
function slopeOf(samples: readonly { readonly at: number; readonly bytes: number }[]): number {
  const mean = (of: (one: { at: number; bytes: number }) => number) =>
    samples.reduce((sum, one) => sum + of(one), 0) / samples.length;
  const [at, bytes] = [mean((one) => one.at), mean((one) => one.bytes)];
  const above = samples.reduce((sum, one) => sum + (one.at - at) * (one.bytes - bytes), 0);
  const below = samples.reduce((sum, one) => sum + (one.at - at) ** 2, 0);
  return above / below;
}

function residentBytes(pid: number): number {
  const [, kib = Number.NaN] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) * KIB;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
