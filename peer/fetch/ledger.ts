import type { Layout } from '../../common/layout.ts';
import { Spans } from '../../common/spans.ts';
import { LeafBuffers } from './leaf-buffers.ts';

/** A leaf whose bytes are arriving from one holder; a byte that arrives twice counts once. */
interface Assembly {
  readonly bytes: Uint8Array;
  readonly arrived: Spans;
}

/** What a delivery to a leaf came to. */
interface Collected {
  /** bytes that had not arrived before */
  readonly added: number;
  /** the whole leaf when these were its last bytes; the caller owns it then, and gives it back */
  readonly whole?: Uint8Array;
}

/**
 * Who owes which leaf, and what has arrived of it. A leaf is free, owed by one holder or by several who are raced, or
 * verified. What several send of one leaf is never mixed, so it is known who sent it wrong; taking a leaf from a
 * holder discards what had arrived from it.
 */
export class Ledger {
  readonly #layout: Layout;
  /** how many holders owe each leaf */
  readonly #owing: Uint16Array;
  readonly #owed = new Set<number>();
  readonly #assemblies = new Map<number, Assembly>();
  readonly #buffers = new LeafBuffers();
  readonly #verified: Uint8Array;
  readonly #free = new Set<number>();
  verifiedLeaves = 0;
  verifiedBytes = 0;

  /** @param verified leaves that are on disk already */
  constructor(layout: Layout, verified: Iterable<number>) {
    this.#layout = layout;
    this.#owing = new Uint16Array(layout.leaves.length);
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

  /** The same in any order, as they are at the moment. */
  get freeLeaves(): Iterable<number> {
    return this.#free;
  }

  get hasFree(): boolean {
    return this.#free.size > 0;
  }

  /** Whether it is not verified and nobody owes it. */
  isFree(leaf: number): boolean {
    return this.#free.has(leaf);
  }

  isVerified(leaf: number): boolean {
    return this.#verified[leaf] === 1;
  }

  /** How many holders owe `leaf`. */
  owing(leaf: number): number {
    return this.#owing[leaf] ?? 0;
  }

  owes(leaf: number, holder: number): boolean {
    return this.#owed.has(this.#key(leaf, holder));
  }

  /** From now on `holder` owes the leaf, whoever else does. */
  give(leaf: number, holder: number): void {
    this.#free.delete(leaf);
    this.#owed.add(this.#key(leaf, holder));
    this.#owing[leaf] = this.owing(leaf) + 1;
  }

  /** Takes the leaf back from one who owes it. @returns bytes of it that had arrived from it and are thrown away */
  take(leaf: number, holder: number): number {
    const key = this.#key(leaf, holder);
    const thrownAway = this.#throwAway(key);
    if (!this.#owed.delete(key)) return 0;
    this.#owing[leaf] = this.owing(leaf) - 1;
    if (this.owing(leaf) === 0 && !this.isVerified(leaf)) this.#free.add(leaf);
    return thrownAway;
  }

  #throwAway(key: number): number {
    const assembly = this.#assemblies.get(key);
    if (assembly === undefined) return 0;
    this.#assemblies.delete(key);
    this.#buffers.giveBack(assembly.bytes);
    return assembly.arrived.total;
  }

  /** Bytes of the leaf that have arrived from `holder`. */
  received(leaf: number, holder: number): number {
    return this.#assemblies.get(this.#key(leaf, holder))?.arrived.total ?? 0;
  }

  /** Adds bytes that `holder` sent to a leaf that it owes, at offset `at` of it. */
  collect(leaf: number, holder: number, at: number, bytes: Uint8Array): Collected {
    const assembly = this.#assemblyOf(leaf, holder);
    const before = assembly.arrived.total;
    assembly.bytes.set(bytes, at);
    assembly.arrived.add({ begin: at, end: at + bytes.length });
    const added = assembly.arrived.total - before;
    if (assembly.arrived.total < assembly.bytes.length) return { added };
    this.#assemblies.delete(this.#key(leaf, holder));
    return { added, whole: assembly.bytes };
  }

  /** A whole leaf that `collect` gave is not used any more. */
  giveBack(whole: Uint8Array): void {
    this.#buffers.giveBack(whole);
  }

  #assemblyOf(leaf: number, holder: number): Assembly {
    const key = this.#key(leaf, holder);
    const known = this.#assemblies.get(key);
    if (known !== undefined) return known;
    const fresh = { bytes: this.#buffers.take(this.bytesOf(leaf)), arrived: new Spans() };
    this.#assemblies.set(key, fresh);
    return fresh;
  }

  /** The leaf is here: nobody who owed it is asked for it any more, and each must have been taken from. */
  verify(leaf: number): void {
    if (this.isVerified(leaf)) return;
    this.#verified[leaf] = 1;
    this.#free.delete(leaf);
    this.verifiedLeaves++;
    this.verifiedBytes += this.bytesOf(leaf);
  }

  #key(leaf: number, holder: number): number {
    return holder * this.#owing.length + leaf;
  }
}
