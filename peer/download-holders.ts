import { pause } from '../common/runtime/pause.ts';
import type { Holder } from '../common/tracker-api/publication.ts';
import type { ExchangeMessage } from '../common/wire/exchange-message.ts';
import type { PartialContent } from './content/content.ts';
import { Arrivals, type RankedHolder } from './download-arrivals.ts';
import type { DownloadContext } from './download-context.ts';
import { exchange, Hints } from './exchange/exchange.ts';
import { attachSource, type Fetch, type Source } from './fetch/fetch.ts';
import { serveMetadata } from './metadata/metadata.ts';
import { rankHolders } from './rank/rank.ts';
import { hintedHolder, holdersOf, type Wanted } from './search/search.ts';
import { seed } from './seed/seed.ts';
import { type Connection, HolderPool, type ProbedHolder, type ProbeOptions } from './swarm/swarm.ts';

/** Who has sent less has hardly shown how quick it is, bytes. */
const WORTH_REMEMBERING = 1024 * 1024;
/** After how long those whom a magnet named are tried again, ms. */
const REDIAL_MS = 1_000;

/** Whom a download fetches from: found, probed and ranked, put to work, and found anew while it runs. */
export class DownloadHolders implements Disposable {
  readonly #wanted: Wanted;
  readonly #context: DownloadContext;
  readonly #pool: HolderPool;
  /** where other peers say that holders are */
  readonly #hints = new Hints();
  #knownAt = 0;
  #listed: Promise<readonly Holder[]> | undefined;
  #arrivals: Promise<Arrivals> | undefined;
  /** those whom trackers listed when they were last asked */
  #known: readonly Holder[] = [];
  #receiving: (() => void) | undefined;

  constructor(wanted: Wanted, context: DownloadContext) {
    const { swarm, hostId, search, limits } = context;
    const { info, map } = wanted;
    this.#wanted = wanted;
    this.#context = context;
    this.#pool = new HolderPool({
      swarm,
      hostId,
      maxSources: () => limits.values.maxSources,
      topic: {
        infoHash: info.infoHash,
        pieceCount: info.pieceCount,
        metadataSize: info.encoded.length,
        private: info.private,
        map,
        complete: false,
      },
      listed: async (signal) => {
        this.#known = await holdersOf(search, wanted, signal);
        return this.#known;
      },
    });
  }

  /** ms on the clock of `performance` when it was known whom to ask */
  get knownAt(): number {
    return this.#knownAt;
  }

  /** `ip:port` of the others that trackers listed when they were last asked, which is now and then while it lasts */
  get others(): readonly string[] {
    const others = this.#known.filter(({ hostId }) => hostId !== this.#context.hostId);
    return others.map(({ addresses }) => addresses[0] ?? '');
  }

  /** Begins to ask the trackers who holds it. */
  seek(): void {
    this.#listed ??= this.#pool.listed(this.#context.signal);
    this.#listed.catch(() => undefined); // whoever waits for them hears of it
  }

  /** Those whom the trackers name, as they answer; they are asked once. @throws {CodedError} ERR_TRACKER_UNREACHABLE */
  arrivals(): Promise<Arrivals> {
    this.#arrivals ??= this.#arrive();
    return this.#arrivals;
  }

  /** Connections to them, the first as soon as it stands. @throws {CodedError} ERR_TRACKER_UNREACHABLE */
  async *connections(): AsyncGenerator<Connection> {
    yield* (await this.arrivals()).connections();
  }

  async #arrive(): Promise<Arrivals> {
    const { emit, signal, limits } = this.#context;
    const listed = await (this.#listed ?? this.#pool.listed(signal));
    this.#knownAt = performance.now();
    emit({ type: 'probing', holders: listed.length });
    const asked = Math.min(listed.length, limits.values.maxSources);
    return new Arrivals(asked, (options) => this.#probe(listed, options));
  }

  async #probe(listed: readonly Holder[], options: ProbeOptions): Promise<ProbedHolder[]> {
    const { signal } = this.#context;
    const reached = await this.#pool.reach(listed, signal, options);
    if (reached.length > 0 || this.#wanted.peers === undefined) return reached;
    // who has just given the info dictionary may take us for connected still: Transmission does, for half a second
    await pause(REDIAL_MS, signal);
    return this.#pool.reach(listed, signal, options);
  }

  /** Puts a holder to work, with `run` as its first; it may ask us for what we have, too. */
  join(fetch: Fetch, content: PartialContent, holder: RankedHolder, run: readonly number[]): Source {
    const { connection, latencyMs } = holder;
    const { shelf, uploads, uploaded, limits, swarm, experience } = this.#context;
    const { info } = content.description;
    const loan = shelf.lend(content);
    seed(connection, { content: loan.content, uploads, uploaded });
    if (connection.closed) loan.giveBack();
    else connection.listen({ closed: () => loan.giveBack() });
    serveMetadata(connection, info);
    exchange(connection, {
      private: info.private,
      connected: () => swarm.connected(),
      heard: (from, { added }) => this.#hints.add(from, added),
    });
    const limit = limits.download(connection.address);
    const rememberedRate = experience.rateOf(connection.address);
    const reachable = { connection, latencyMs, rememberedRate, limit };
    return attachSource(fetch, content.description, reachable, run);
  }

  /** Lets those join who connect to this node about the document, and those who have done so before. */
  receive(fetch: Fetch, content: PartialContent): void {
    const { visitors, swarm } = this.#context;
    const { infoHash } = content.description.info;
    const came = (connection: Connection): void => void this.#receive(fetch, content, connection);
    const heard = (from: string, { added }: ExchangeMessage): void => this.#hints.add(from, added);
    this.#receiving = visitors.receive(infoHash, { came, heard });
    for (const connection of swarm.connected())
      if (connection.infoHash === infoHash && !connection.outgoing) came(connection);
  }

  /** Who has connected to us is served already; now he is asked, too. */
  async #receive(fetch: Fetch, content: PartialContent, connection: Connection): Promise<void> {
    const { limits, signal } = this.#context;
    const visitor = await this.#pool.receive(connection, signal);
    if (visitor === undefined) return;
    const limit = limits.download(connection.address);
    attachSource(fetch, content.description, { connection, limit, ...visitor }, []);
  }

  /** Whether other peers have told of holders that were not tried yet. */
  get toldOfMore(): boolean {
    return this.#hints.news;
  }

  /** Lets those join who have come since, by trackers or by other peers. @throws {CodedError} ERR_TRACKER_UNREACHABLE */
  async findMore(fetch: Fetch, content: PartialContent, signal: AbortSignal): Promise<void> {
    const hinted = this.#hints.look().map(hintedHolder);
    // silent trackers are no obstacle where peers know of others
    const listed = await this.#pool.listed(signal).catch((error: unknown) => {
      if (hinted.length === 0) throw error;
      return [];
    });
    for (const holder of rankHolders(await this.#pool.reach([...listed, ...hinted], signal)))
      this.join(fetch, content, holder, []);
  }

  /** Keeps how quick they were, for the next time. */
  rememberRates(fetch: Fetch): void {
    const { experience } = this.#context;
    for (const source of fetch.sources) {
      const rate = fetch.rateOf(source);
      if (source.verifiedBytes >= WORTH_REMEMBERING && source.state !== 'banned' && rate > 0)
        experience.achieved(source.link.address, rate);
    }
    experience.save();
  }

  /** It is not asked again, at whatever address. */
  ban(remoteId: string, address: string): void {
    this.#pool.ban(remoteId, address);
  }

  /** The document is here: those who want something of us stay connected, and are served. */
  release(): void {
    this.#pool.release();
  }

  [Symbol.dispose](): void {
    this.#receiving?.();
    this.#pool.close('the download has ended');
  }
}
