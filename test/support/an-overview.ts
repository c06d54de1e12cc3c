import { messagesIn } from '../../common/messages/messages.ts';
import { createLogRing } from '../../common/runtime/log-ring.ts';
import type { HostDetails } from '../../common/tracker-api/host-summary.ts';
import type { DocumentDetails } from '../../common/tracker-api/publication.ts';
import type { Overview } from '../../tracker/overview/overview.ts';
import type { ScreenParts } from '../../tracker/tui/parts.ts';
import { Pulse } from '../../tracker/tui/pulse.ts';
import { aHost, type HostAnswers } from './a-host.ts';
import { anUpload } from './publications.ts';

/** An invented document as a tracker tells of it, the same for the same number. */
export function aDocumentRow(number: number, fields: Partial<DocumentDetails> = {}): DocumentDetails {
  const { publication } = upload;
  const digits = number.toString(16).padStart(8, '0');
  return {
    sha256: digits.repeat(8) as DocumentDetails['sha256'],
    infoHash: digits.repeat(5) as DocumentDetails['infoHash'],
    md5: digits.repeat(4) as DocumentDetails['md5'],
    name: `document ${number}.pdf`,
    aliases: [],
    title: '',
    author: '',
    subject: '',
    keywords: '',
    pages: 3,
    size: 1_000 + number,
    holders: 0,
    publishedAt: number,
    publication,
    wordsPerPage: [3, 0, 5],
    holderList: [],
    ...fields,
  };
}

const upload = anUpload();

/** An invented host that holds `count` documents. */
export function aHostRow(number: number, count = 0): HostDetails {
  const holdings = Array.from({ length: count }, (_, at) => {
    const { sha256, infoHash, name, pages, size } = aDocumentRow(at);
    return { sha256, infoHash, name, pages, size, complete: true, heldPercent: 100 };
  });
  return {
    hostId: number.toString(16).padStart(8, '0').repeat(5),
    client: 'Pageswarm 0.1.0',
    addresses: ['192.0.2.7:8169'],
    whole: count,
    partial: 0,
    ageMs: 3_000,
    holdings,
  };
}

/** What a test does with an invented tracker. */
export interface Invented {
  documents: DocumentDetails[];
  hosts: HostDetails[];
  version: number;
  now: number;
}

/** The parts of the tracker's screen over an invented tracker, and what has been done with them. */
export function screenParts(known: Partial<Invented> = {}, answers: HostAnswers = {}) {
  const world: Invented = { documents: [], hosts: [], version: 1, now: 0, ...known };
  const host = aHost({ ...answers, now: () => world.now });
  const written = new Map<string, Uint8Array>();
  const pulse = new Pulse();
  const log = createLogRing(() => world.now);
  const places: ScreenParts['places'] = {
    pathOf: async (path) => (path.startsWith('/') ? path : `/here/${path}`),
    write: async (path, bytes, replace) => {
      if (written.has(path) && !replace) return false;
      written.set(path, bytes);
      return true;
    },
  };
  const parts: ScreenParts = {
    overview: overviewOf(world),
    log,
    host,
    messages: messagesIn('en'),
    pulse,
    places,
    clock: () => world.now,
  };
  /** time passes, and the screen looks */
  const pass = (ms: number): void => {
    world.now += ms;
    pulse.beat();
  };
  return { world, host, written, log, parts, pass };
}

function overviewOf(world: Invented): Overview {
  const details = (sha256: string): DocumentDetails => {
    const found = world.documents.find((document) => document.sha256 === sha256);
    if (found === undefined) throw new Error('not found');
    return found;
  };
  return {
    urls: ['http://192.0.2.1:8168', 'http://127.0.0.1:8168'],
    get version() {
      return world.version;
    },
    documents: () => world.documents,
    document: (sha256) => world.documents.find((document) => document.sha256 === sha256),
    details: async (sha256) => details(sha256),
    holders: (sha256) => details(sha256).holderList,
    torrent: async (sha256) => ({ name: `${details(sha256).name}.torrent`, bytes: new Uint8Array([1, 2]) }),
    hosts: () => world.hosts,
    host: (hostId) => {
      const found = world.hosts.find((one) => one.hostId === hostId);
      if (found === undefined) throw new Error('not found');
      return found;
    },
    counts: () => ({ documents: world.documents.length, hosts: world.hosts.length }),
    clientOf: (hostId) => world.hosts.find((one) => one.hostId === hostId)?.client,
    status: async () => ({
      ...{
        documents: 41,
        hosts: 12,
        standardPeers: 3,
        startedAt: 0,
        heartbeatMs: 10_000,
        announceMs: 300_000,
      },
      urls: [],
      announces: { lastSecond: 0, lastMinute: 3, total: 60 },
      heartbeats: { lastSecond: 1, lastMinute: 72, total: 1_440 },
      ...{ publications: 7, searches: 19, databaseBytes: 81_920 },
    }),
    history: () => ({ heartbeats: new Array(60).fill(2), announces: new Array(60).fill(1) }),
    now: () => world.now,
  };
}
