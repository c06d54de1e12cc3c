import type { Layout } from '../../common/layout.ts';
import type { ByteRange } from '../../common/range.ts';
import { planShares } from '../../peer/assign/assign.ts';
import { Fetch, type Source, type TakeOver, TICK_MS } from '../../peer/fetch/fetch.ts';
import { bytesOfFile } from './a-layout.ts';
import { seeded } from './seeded.ts';
import { VirtualClock } from './virtual-clock.ts';

/** A holder of the invented network. */
export interface VirtualHolder {
  readonly address: string;
  /** ms, there and back */
  readonly latencyMs: number;
  /** bytes/ms */
  readonly rate: number;
  /** its connection ends at this moment, ms */
  readonly diesAt?: number;
  /** it says nothing from this moment on, ms */
  readonly silentFrom?: number;
  /** and speaks again from this one, ms */
  readonly silentUntil?: number;
  /** it flips a byte in every so manieth block */
  readonly liesEvery?: number;
  /** leaves that it has; all without */
  readonly has?: (leaf: number) => boolean;
  /** it lets us ask only from this moment on, ms */
  readonly unchokesAt?: number;
  /** it joins only at this moment, ms */
  readonly joinsAt?: number;
  /** what it is remembered to have achieved, bytes/ms */
  readonly rememberedRate?: number;
}

/** What became of a download in the invented network. */
export interface VirtualRun {
  readonly fetch: Fetch;
  readonly sources: ReadonlyMap<string, Source>;
  /** who delivered each leaf, by address */
  readonly deliveredBy: ReadonlyMap<number, string>;
  /** how often each leaf was stored */
  readonly stored: ReadonlyMap<number, number>;
  /** bytes of all blocks that came */
  readonly received: number;
  readonly takeOvers: readonly TakeOver[];
  /** when each of them was, ms */
  readonly takenAt: readonly number[];
  readonly banned: readonly string[];
  /** ms of virtual time */
  readonly finishedAt: number | undefined;
}

/**
 * Runs a download of `layout` from `holders` under a virtual clock, for at most `limitMs`.
 *
 * @param onTick called twenty times a virtual second, at 0, 50, 100 ms
 */
export function runVirtualSwarm(
  layout: Layout,
  holders: readonly VirtualHolder[],
  limitMs = 600_000,
  onTick: (at: number, fetch: Fetch) => void = () => undefined,
): VirtualRun {
  return new VirtualSwarm(layout, holders, onTick).run(limitMs);
}

class VirtualSwarm {
  readonly #onTick: (at: number, fetch: Fetch) => void;
  readonly #layout: Layout;
  readonly #holders: readonly VirtualHolder[];
  readonly #file: Uint8Array;
  readonly #clock = new VirtualClock();
  #received = 0;
  readonly #deliveredBy = new Map<number, string>();
  #delivering = '';
  readonly #stored = new Map<number, number>();
  readonly #takeOvers: TakeOver[] = [];
  readonly #takenAt: number[] = [];
  readonly #banned: string[] = [];
  readonly #sources = new Map<string, Source>();
  readonly #fetch: Fetch;

  constructor(layout: Layout, holders: readonly VirtualHolder[], onTick: (at: number, fetch: Fetch) => void) {
    this.#onTick = onTick;
    this.#layout = layout;
    this.#holders = holders;
    this.#file = fileOf(layout.size);
    this.#fetch = new Fetch({
      layout,
      pieceLength: 1024 * 1024,
      verified: [],
      now: () => this.#clock.now,
      random: seeded(1),
      effects: {
        isRight: (leaf, bytes) => this.#isRight(leaf, bytes),
        store: (leaf) => {
          this.#deliveredBy.set(leaf, this.#delivering);
          this.#stored.set(leaf, (this.#stored.get(leaf) ?? 0) + 1);
        },
        takenOver: (change) => {
          this.#takeOvers.push(change);
          this.#takenAt.push(this.#clock.now);
        },
        banned: (source) => this.#banned.push(source.link.address),
      },
    });
  }

  run(limitMs: number): VirtualRun {
    const first = this.#holders.filter(({ joinsAt }) => joinsAt === undefined);
    const shares = planShares(
      this.#layout,
      [...this.#layout.leaves.keys()],
      first.map(({ has = () => true }) => ({ has })),
    );
    for (const [place, holder] of first.entries()) this.#join(holder, shares[place]?.leaves ?? []);
    for (const holder of this.#holders) {
      if (holder.joinsAt !== undefined) this.#later(holder.joinsAt, () => this.#join(holder, []));
    }
    this.#tick(0);
    while (!this.#fetch.complete && this.#clock.now < limitMs) this.#clock.step();
    return {
      fetch: this.#fetch,
      sources: this.#sources,
      deliveredBy: this.#deliveredBy,
      stored: this.#stored,
      received: this.#received,
      takeOvers: this.#takeOvers,
      takenAt: this.#takenAt,
      banned: this.#banned,
      finishedAt: this.#fetch.complete ? this.#clock.now : undefined,
    };
  }

  #join(holder: VirtualHolder, run: readonly number[]): void {
    const cancelled = new Set<number>();
    let freeAt = 0;
    let blocks = 0;
    const source: Source = this.#fetch.join(
      {
        address: holder.address,
        remoteId: holder.address,
        latencyMs: holder.latencyMs,
        rememberedRate: holder.rememberedRate,
        maxRequests: 2000,
        complete: holder.has === undefined,
        has: holder.has ?? (() => true),
        interest: () => undefined,
        close: () => undefined,
        // as BEP 6 wants it, a request that was taken back is answered: with a reject, or the block itself
        cancel: (block) => {
          cancelled.add(block.begin);
          const at = this.#audible(holder, this.#clock.now + holder.latencyMs);
          if (at !== undefined) this.#later(at, () => this.#fetch.rejected(source, block));
        },
        request: (block) => {
          freeAt =
            Math.max(freeAt, this.#clock.now + holder.latencyMs) + (block.end - block.begin) / holder.rate;
          const at = this.#audible(holder, freeAt);
          if (at === undefined) return;
          const number = ++blocks;
          this.#later(at, () => {
            if (cancelled.delete(block.begin)) return;
            this.#received += block.end - block.begin;
            this.#delivering = holder.address;
            this.#fetch.block(source, block.begin, this.#blockOf(holder, block, number));
          });
        },
      },
      run,
    );
    this.#sources.set(holder.address, source);
    this.#later(holder.unchokesAt ?? this.#clock.now + holder.latencyMs, () => this.#fetch.unchoked(source));
    const { diesAt } = holder;
    if (diesAt !== undefined) this.#later(diesAt, () => this.#fetch.closed(source, 'the connection ended'));
  }

  /** When something that would come at `at` comes, if ever. */
  #audible({ diesAt, silentFrom, silentUntil }: VirtualHolder, at: number): number | undefined {
    if (diesAt !== undefined && at >= diesAt) return undefined;
    if (silentFrom === undefined || at < silentFrom) return at;
    return silentUntil === undefined ? undefined : Math.max(at, silentUntil);
  }

  #blockOf({ liesEvery }: VirtualHolder, { begin, end }: ByteRange, number: number): Uint8Array {
    const bytes = this.#file.slice(begin, end);
    if (liesEvery !== undefined && number % liesEvery === 0) bytes[0] = (bytes[0] ?? 0) ^ 0xff;
    return bytes;
  }

  #tick(at: number): void {
    this.#onTick(at, this.#fetch);
    this.#fetch.tick();
    this.#later(at + TICK_MS, () => this.#tick(at + TICK_MS));
  }

  #later(at: number, run: () => void): void {
    this.#clock.at(at, run);
  }

  /** Compared with the file itself, which is quicker than hashing. */
  #isRight(leaf: number, bytes: Uint8Array): boolean {
    let at = 0;
    return (this.#layout.leaves[leaf]?.spans ?? []).every(({ begin, end }) => {
      const from = at;
      at += end - begin;
      return Buffer.compare(bytes.subarray(from, at), this.#file.subarray(begin, end)) === 0;
    });
  }
}

const files = new Map<number, Uint8Array>();

function fileOf(size: number): Uint8Array {
  const file = files.get(size) ?? bytesOfFile(size);
  files.set(size, file);
  return file;
}
