import type { Layout } from '../../common/layout.ts';
import { Spans } from '../../common/spans.ts';

/** A leaf whose bytes are arriving; a byte that arrives twice counts once. */
interface Assembly {
  readonly bytes: Uint8Array;
  readonly arrived: Spans;
}

/** What a delivery to a leaf came to. */
interface Collected {
  /** bytes that had not arrived before */
  readonly added: number;
  /** the whole leaf when these were its last bytes; the caller owns it then */
  readonly whole?: Uint8Array;
}

const FREE = -1;

/**
 * Who owes which leaf, and what has arrived of it. A leaf is free, owed by one holder, or verified; taking it from its
 * holder discards what had arrived.
 */
export class Ledger {
  readonly #layout: Layout;
  readonly #owners: Int32Array;
  readonly #verified: Uint8Array;
  readonly #assemblies = new Map<number, Assembly>();
  readonly #free = new Set<number>();
  verifiedLeaves = 0;
  verifiedBytes = 0;

  /** @param verified leaves that are on disk already */
  constructor(layout: Layout, verified: Iterable<number>) {
    this.#layout = layout;
    this.#owners = new Int32Array(layout.leaves.length).fill(FREE);
    this.#verified = new Uint8Array(layout.leaves.length);
    for (const leaf of layout.leaves.keys()) this.#free.add(leaf);
    for (const leaf of verified) this.verify(leaf);
  }

  get complete(): boolean {
    return this.verifiedLeaves === this.#layout.leaves.length;
  }

  bytesOf(leaf: number): number {
    return this.#layout.leaves[leaf]?.bytes ?? 0;
  }

  /** Leaves that nobody owes and that are not verified, ascending. */
  free(): number[] {
    return [...this.#free].sort((a, b) => a - b);
  }

  get hasFree(): boolean {
    return this.#free.size > 0;
  }

  isVerified(leaf: number): boolean {
    return this.#verified[leaf] === 1;
  }

  /** The place of the holder that owes `leaf`, if one does. */
  owes(leaf: number, holder: number): boolean {
    return this.#verified[leaf] === 0 && this.#owners[leaf] === holder;
  }

  give(leaf: number, holder: number): void {
    this.#free.delete(leaf);
    this.#owners[leaf] = holder;
  }

  /** Takes the leaf back. @returns bytes of it that had arrived and are thrown away */
  take(leaf: number): number {
    const thrownAway = this.received(leaf);
    this.#assemblies.delete(leaf);
    this.#owners[leaf] = FREE;
    this.#free.add(leaf);
    return thrownAway;
  }

  /** Bytes of the leaf that have arrived. */
  received(leaf: number): number {
    return this.#assemblies.get(leaf)?.arrived.total ?? 0;
  }

  /** Adds bytes to a leaf, at offset `at` of it. */
  collect(leaf: number, at: number, bytes: Uint8Array): Collected {
    const assembly = this.#assemblyOf(leaf);
    const before = assembly.arrived.total;
    assembly.bytes.set(bytes, at);
    assembly.arrived.add({ begin: at, end: at + bytes.length });
    const added = assembly.arrived.total - before;
    if (assembly.arrived.total < assembly.bytes.length) return { added };
    this.#assemblies.delete(leaf);
    return { added, whole: assembly.bytes };
  }

  #assemblyOf(leaf: number): Assembly {
    const known = this.#assemblies.get(leaf);
    if (known !== undefined) return known;
    const fresh = { bytes: new Uint8Array(this.bytesOf(leaf)), arrived: new Spans() };
    this.#assemblies.set(leaf, fresh);
    return fresh;
  }

  verify(leaf: number): void {
    if (this.#verified[leaf] === 1) return;
    this.#verified[leaf] = 1;
    this.#free.delete(leaf);
    this.#owners[leaf] = FREE;
    this.verifiedLeaves++;
    this.verifiedBytes += this.bytesOf(leaf);
  }
}
