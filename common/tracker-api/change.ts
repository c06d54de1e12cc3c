import type { InfoHash, Sha256 } from '../ids.ts';

interface DocumentChange {
  /** ms since 1970, by the tracker's clock */
  readonly at: number;
  readonly sha256: Sha256;
  readonly infoHash: InfoHash;
  readonly name: string;
}

interface HostChange {
  readonly at: number;
  readonly hostId: string;
}

/**
 * One entry of a tracker's change log. `published`, `updated` and `withdrawn` are durable: they are written in the
 * transaction that made them true. The others are soft state, kept for a while and lost in a restart. A host that is
 * down holds nothing, without a `dropped` for each document; nobody holds a document that is withdrawn.
 */
export type Change =
  | (DocumentChange & { readonly type: 'published' })
  | (DocumentChange & { readonly type: 'updated' })
  | (DocumentChange & { readonly type: 'withdrawn' })
  | (HostChange & { readonly type: 'host-up'; readonly client: string })
  | (HostChange & { readonly type: 'host-down'; readonly reason: 'goodbye' | 'silent' })
  | (HostChange & { readonly type: 'holds'; readonly infoHash: InfoHash; readonly complete: boolean })
  | (HostChange & { readonly type: 'dropped'; readonly infoHash: InfoHash });

/** A page of the change log. */
export interface ChangePage {
  readonly changes: readonly Change[];
  /** asks for what comes after this page; opaque */
  readonly cursor: string;
  /** there is more already */
  readonly more: boolean;
  /** soft entries between the cursor asked for and this page are gone: read the holders anew */
  readonly missed: boolean;
}
