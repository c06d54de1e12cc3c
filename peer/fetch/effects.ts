import type { Source } from './source.ts';

/** Leaves that went from one holder to another. */
export interface TakeOver {
  /** addresses */
  readonly from: string;
  readonly by: string;
  readonly bytes: number;
  /** for people */
  readonly why: string;
}

/** What the engine does to the world. */
export interface FetchEffects {
  /** whether these are the bytes of the leaf */
  isRight(leaf: number, bytes: Uint8Array): boolean;
  /** keeps a verified leaf; the engine goes on meanwhile, and takes `bytes` back when they are kept */
  store(leaf: number, bytes: Uint8Array): void;
  takenOver(change: TakeOver): void;
  /** `leaf` came wrong from `source`, which is out */
  banned(source: Source, leaf: number): void;
}
