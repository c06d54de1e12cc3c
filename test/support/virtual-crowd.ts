import { parseInfoHash } from '../../common/ids.ts';
import type { Layout } from '../../common/layout.ts';
import { UT_PEX } from '../../common/wire/exchange-message.ts';
import { PS_PAGES } from '../../common/wire/extended-handshake.ts';
import type { Description } from '../../peer/content/content.ts';
import { exchange, Hints } from '../../peer/exchange/exchange.ts';
import { attachSource, driveFetch, type Fetch, type Source } from '../../peer/fetch/fetch.ts';
import { seed, Uploads } from '../../peer/seed/seed.ts';
import { Connection } from '../../peer/swarm/connection.ts';
import { pingMs, REQUEST_QUEUE, untilIntroduced } from '../../peer/swarm/swarm.ts';
import { bytesOfFile } from './a-layout.ts';
import { seeded } from './seeded.ts';
import { VirtualContent } from './virtual-content.ts';
import { type Access, type VirtualEnd, VirtualHost } from './virtual-net.ts';
import { takeTime, type VirtualTime } from './virtual-time.ts';

/** Somebody in the crowd, and what happens to him. */
export interface Member {
  readonly access: Access;
  /** leaves that he has when he comes; all: he only serves */
  readonly has?: 'all' | ((leaf: number) => boolean);
  /** when he comes, ms */
  readonly joinsAt?: number;
  /** when he goes without a word to the trackers: his connections end, ms */
  readonly diesAt?: number;
  /** when his line is cut: nothing comes from it or to it, ms */
  readonly silentFrom?: number;
  /** a byte of what he sends is wrong every so manieth time */
  readonly liesEvery?: number;
}

/** What became of one of them. */
export interface Fate {
  readonly content: VirtualContent;
  /** bytes of blocks that came, those in vain among them */
  received: number;
  sent: number;
  /** ms; `undefined` of one who never had all of it */
  finishedAt: number | undefined;
  /** the most that was asked for and had not come, bytes */
  mostUnderWay: number;
  /** places of those whom he banned */
  readonly banned: number[];
}

/** How a crowd is run. */
export interface CrowdOptions {
  /** of all lots that are drawn; printed when a law is broken */
  readonly seed?: number;
  /** ms of virtual time */
  readonly limitMs?: number;
  /** without a page map: the pages are pieces, and all but the last have the same length */
  readonly byPieces?: boolean;
  /** how long the trackers take to tell of somebody, ms */
  readonly listedAfterMs?: number;
}

const LISTED_AFTER_MS = 400;
/** How long one who is called may take to answer, ms: as probing has it. */
const PROBE_MS = 1500;
/** How long after the first one is put to work it is known who else is there, ms. */
const PLANNED_AFTER_MS = 200;
const LIMIT_MS = 600_000;
const INFO_HASH = parseInfoHash('11'.repeat(20));
const PIECE = 1024 * 1024;

/** Runs a crowd under virtual time, until all who fetch and stay have the document. */
export async function runCrowd(
  layout: Layout,
  members: readonly Member[],
  options: CrowdOptions = {},
): Promise<readonly Fate[]> {
  using time = takeTime(options.seed ?? 1);
  const crowd = new Crowd(time, layout, members, options);
  try {
    await time.run(() => crowd.done, options.limitMs ?? LIMIT_MS);
    return crowd.fates;
  } finally {
    crowd.stop();
  }
}

class Crowd {
  readonly time: VirtualTime;
  readonly peers: VirtualPeer[];
  readonly description: Description;
  readonly random: () => number;
  readonly listedAfterMs: number;

  constructor(time: VirtualTime, layout: Layout, members: readonly Member[], options: CrowdOptions) {
    const { seed: number = 1, byPieces = false, listedAfterMs = LISTED_AFTER_MS } = options;
    this.time = time;
    this.listedAfterMs = listedAfterMs;
    this.random = seeded(number);
    this.description = describe(layout, byPieces);
    const file = bytesOfFile(layout.size);
    this.peers = members.map((member, place) => {
      const held = [...layout.leaves.keys()].filter((leaf) =>
        typeof member.has === 'function' ? member.has(leaf) : member.has === 'all',
      );
      const content = new VirtualContent(this.description, file, held, member.liesEvery);
      return new VirtualPeer(this, addressOf(place), member, content);
    });
    for (const peer of this.peers) time.clock.at(peer.member.joinsAt ?? 0, () => peer.start());
  }

  get done(): boolean {
    return this.peers.every(({ done }) => done);
  }

  get fates(): readonly Fate[] {
    return this.peers.map(({ fate }) => fate);
  }

  /** Addresses of those of whom the trackers say that they are there. */
  listed(): string[] {
    const now = this.time.clock.now;
    return this.peers.flatMap(({ listedFrom, address }) => (listedFrom <= now ? [address] : []));
  }

  find(address: string): VirtualPeer | undefined {
    return this.peers.find((peer) => peer.address === address);
  }

  stop(): void {
    for (const peer of this.peers) peer.stop();
  }
}

function addressOf(place: number): string {
  return `10.0.${place >>> 8}.${place & 255}:6881`;
}

function ipOf(address: string): string {
  return address.split(':')[0] ?? '';
}

function paused(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function placeOf(address: string): number {
  const [, , high, low] = ipOf(address).split('.').map(Number);
  return (high ?? 0) * 256 + (low ?? 0);
}

function describe(layout: Layout, byPieces: boolean): Description {
  const pieceLength = byPieces ? (layout.leaves[0]?.bytes ?? PIECE) : PIECE;
  const info = {
    infoHash: INFO_HASH,
    encoded: new Uint8Array(100),
    name: 'crowd.pdf',
    length: layout.size,
    pieceLength,
    pieceCount: Math.ceil(layout.size / pieceLength),
    pieces: new Uint8Array(0),
    private: false,
    files: [],
    multiFile: false,
  };
  return byPieces
    ? { info, layout }
    : { info, layout, map: { blob: new Uint8Array(100), digest: new Uint8Array(32) } };
}

class VirtualPeer {
  readonly address: string;
  readonly member: Member;
  readonly fate: Fate;
  readonly host: VirtualHost;
  listedFrom = Number.POSITIVE_INFINITY;
  readonly #crowd: Crowd;
  readonly #content: VirtualContent;
  readonly #uploads: Uploads;
  readonly #connections = new Set<Connection>();
  readonly #reached = new Set<string>();
  readonly #hints = new Hints();
  readonly #ending = new AbortController();
  readonly #banned = new Set<string>();
  #fetching: Fetch | undefined;
  #dead = false;

  constructor(crowd: Crowd, address: string, member: Member, content: VirtualContent) {
    this.#crowd = crowd;
    this.address = address;
    this.member = member;
    this.#content = content;
    this.#uploads = new Uploads({ random: crowd.random });
    this.host = new VirtualHost(crowd.time.clock, member.access, crowd.random);
    this.fate = {
      content,
      received: 0,
      sent: 0,
      finishedAt: content.complete ? 0 : undefined,
      mostUnderWay: 0,
      banned: [],
    };
  }

  get done(): boolean {
    return this.#dead || this.fate.finishedAt !== undefined || this.host.silent;
  }

  get connections(): readonly Connection[] {
    return [...this.#connections];
  }

  start(): void {
    const { diesAt, silentFrom } = this.member;
    const { clock } = this.#crowd.time;
    if (silentFrom !== undefined) this.host.silentFrom = silentFrom;
    if (diesAt !== undefined) clock.at(diesAt, () => this.stop());
    if (this.#content.complete) this.listedFrom = 0;
    else void this.#fetch();
  }

  stop(): void {
    this.#dead = true;
    this.listedFrom = Number.POSITIVE_INFINITY;
    this.#ending.abort();
    for (const connection of [...this.#connections]) connection.close('it has gone');
  }

  async #fetch(): Promise<void> {
    const { clock } = this.#crowd.time;
    let first = await this.#reach();
    for (; first.length === 0 && !this.#dead; first = await this.#reach()) await paused(2000);
    if (this.#dead) return;
    this.listedFrom = clock.now + this.#crowd.listedAfterMs;
    await driveFetch({
      content: this.#content,
      signal: this.#ending.signal,
      patienceMs: 60_000,
      begin: async (fetch) => {
        this.#fetching = fetch;
        fetch.awaitPlan();
        const sources = first.map((connection, place) =>
          this.#join(fetch, connection, place === 0 ? fetch.free() : []),
        );
        await paused(PLANNED_AFTER_MS);
        fetch.plan(new Map(sources.slice(0, 1).map((source) => [source, fetch.free()])));
      },
      toldOfMore: () => this.#hints.news,
      findMore: async (fetch) => {
        for (const connection of await this.#reach()) this.#join(fetch, connection, []);
      },
      news: {
        progress: (fetch) => this.#lookAt(fetch),
        takenOver: () => undefined,
        banned: (address, remoteId) => {
          this.#banned.add(remoteId);
          this.fate.banned.push(placeOf(address));
        },
      },
    }).then(
      () => {
        this.fate.finishedAt = clock.now;
      },
      () => undefined,
    );
    for (const connection of [...this.#connections])
      if (connection.outgoing && !connection.peerInterested) connection.close('done');
  }

  #lookAt(fetch: Fetch): void {
    const underWay = fetch.sources.reduce((sum, { outstandingBytes }) => sum + outstandingBytes, 0);
    this.fate.mostUnderWay = Math.max(this.fate.mostUnderWay, underWay);
  }

  async #reach(): Promise<Connection[]> {
    const addresses = [...this.#crowd.listed(), ...this.#hints.look()];
    const strangers = [...new Set(addresses)].filter(
      (address) => address !== this.address && !this.#reached.has(address),
    );
    const reached = await Promise.all(strangers.map((address) => this.#dial(address)));
    return reached.flatMap((connection) => connection ?? []);
  }

  /** As probing does it: who does not answer in time is left out. */
  async #dial(address: string): Promise<Connection | undefined> {
    const remote = this.#crowd.find(address);
    if (remote === undefined || remote.#dead) return undefined;
    this.#reached.add(address);
    const { near, far } = this.host.connect(remote.host, `${ipOf(this.address)}:40000`, address);
    setTimeout(() => remote.#accept(far, this.#id), 3 * near.delayMs);
    await paused(4 * near.delayMs);
    const connection = this.#connection(near, remote.#id, true);
    const alive = await this.#measured(connection);
    if (!alive) {
      this.#reached.delete(address);
      connection.close('it does not answer');
    }
    return alive ? connection : undefined;
  }

  /** Measures the way to the other side; false when it does not answer. */
  async #measured(connection: Connection): Promise<boolean> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), PROBE_MS);
    try {
      await untilIntroduced(connection, limit.signal);
      connection.latencyMs = await pingMs(connection, limit.signal);
      return !this.#dead;
    } catch {
      return false;
    } finally {
      clearTimeout(timer);
    }
  }

  get #id(): Uint8Array {
    return new TextEncoder().encode(`-PS0100-${this.address}`.padEnd(20, '-').slice(0, 20));
  }

  #accept(channel: VirtualEnd, remoteId: Uint8Array): void {
    if (this.#dead) return channel.close();
    const connection = this.#connection(channel, remoteId, false);
    this.#serve(connection);
    if (this.#fetching !== undefined && !this.#content.complete)
      void this.#visited(this.#fetching, connection);
  }

  /** Who comes to us while we fetch may well be asked, too. */
  async #visited(fetch: Fetch, connection: Connection): Promise<void> {
    const address = `${ipOf(connection.address)}:6881`;
    if (this.#reached.has(address)) return;
    this.#reached.add(address);
    if (!(await this.#measured(connection))) return void this.#reached.delete(address);
    attachSource(fetch, this.description, { connection, latencyMs: connection.latencyMs ?? 1 }, []);
  }

  #serve(connection: Connection): void {
    seed(connection, {
      content: this.#content,
      uploads: this.#uploads,
      uploaded: (bytes) => {
        this.fate.sent += bytes;
      },
    });
    exchange(connection, {
      private: false,
      connected: () => this.connections,
      heard: (from, { added }) => this.#hints.add(from, added),
    });
  }

  #join(fetch: Fetch, connection: Connection, run: readonly number[]): Source {
    this.#serve(connection);
    return attachSource(fetch, this.description, { connection, latencyMs: connection.latencyMs ?? 1 }, run);
  }

  get description(): Description {
    return this.#crowd.description;
  }

  #connection(channel: VirtualEnd, peerId: Uint8Array, outgoing: boolean): Connection {
    const { info, map } = this.description;
    const { complete } = this.#content;
    const connection = new Connection({
      channel,
      infoHash: info.infoHash,
      pieceCount: info.pieceCount,
      handshake: { infoHash: info.infoHash, peerId, fast: true, extended: true },
      complete,
      outgoing,
      extensions: [PS_PAGES, UT_PEX],
      counted: [],
      introduction: {
        client: 'virtual',
        listenPort: 6881,
        requestQueue: REQUEST_QUEUE,
        uploadOnly: complete,
        pages: { version: 1, ...(map && { map: { digest: map.digest, size: map.blob.length } }) },
      },
    });
    this.#connections.add(connection);
    connection.listen({
      closed: () => this.#connections.delete(connection),
      message: (message) => {
        if (message.type === 'piece') this.fate.received += message.data.length;
      },
    });
    return connection;
  }
}
