/** What to fetch, and where it goes. */
export interface GetRequest {
  /** SHA-256, info hash, unique prefix, exact name, absolute path of a `.torrent`, or magnet */
  readonly document: string;
  /** absolute path of a file or an existing folder; without it the library folder */
  readonly out?: string;
  /** absolute path to which the reading copy is written */
  readonly readingCopy?: string;
  /** MD5 and SHA-256 of the whole are not taken but believed as published; each leaf is verified all the same */
  readonly believeDigests?: true;
  /** go on after the download as one more holder; the running peer always does */
  readonly serve: boolean;
}

/** A holder in the plan, in rank order. */
export interface PlannedHolder {
  readonly address: string;
  readonly client: string;
  /** 1 for the best */
  readonly rank: number;
  /** ms; `undefined` where it did not answer or was not asked */
  readonly icmpMs?: number;
  readonly connectMs?: number;
  readonly pingMs?: number;
  /** what it was ranked by: the ping, else the connect time; ms */
  readonly latencyMs: number;
  /** share of the document in the first assignment, 0-100 */
  readonly plannedPercent: number;
  /** the pages of its run, 1-based and inclusive, as people read them; empty for a document without a map */
  readonly runs: readonly { readonly firstPage: number; readonly lastPage: number }[];
}

/** A holder while the download runs. */
export interface HolderProgress {
  readonly address: string;
  /** verified bytes from it */
  readonly bytes: number;
  /** bytes that its present run still lacks */
  readonly remaining: number;
  /** bytes a second, of late */
  readonly rate: number;
  readonly state: 'waiting' | 'fetching' | 'done' | 'lost' | 'banned';
  /** why it is lost or banned; empty otherwise */
  readonly reason: string;
}

/** What `get` came to; `get --json` prints it. */
export interface GetResult {
  readonly sha256: string;
  readonly infoHash: string;
  readonly name: string;
  readonly size: number;
  readonly pages: number;
  readonly md5: string;
  readonly md5Ok: boolean;
  /** MD5 and SHA-256 are those published: they were not taken */
  readonly md5Believed?: true;
  readonly path: string;
  /** from the moment the holders are known to the last verified byte */
  readonly seconds: number;
  /** from then until MD5 and SHA-256 of the whole were known; absent where nothing was fetched or they are believed */
  readonly digestSeconds?: number;
  /** bytes that came over the network; the rest was there already */
  readonly fetchedBytes: number;
  readonly holders: readonly {
    readonly address: string;
    readonly latencyMs: number;
    readonly rank: number;
    readonly plannedPercent: number;
    readonly runs: readonly { readonly firstPage: number; readonly lastPage: number }[];
    readonly bytes: number;
    readonly banned: boolean;
    readonly reason: string;
  }[];
  /** whether a tracker now lists this host as a holder */
  readonly announced: boolean;
}

/** What a download tells on its way; `done` is the last. */
export type GetEvent =
  | {
      readonly type: 'found';
      readonly name: string;
      readonly sha256: string;
      readonly infoHash: string;
      readonly size: number;
      readonly pages: number;
      /** of a folder; absent for a single file */
      readonly files?: number;
    }
  | { readonly type: 'present'; readonly path: string }
  | { readonly type: 'resumed'; readonly bytes: number }
  | { readonly type: 'probing'; readonly holders: number }
  | { readonly type: 'planned'; readonly holders: readonly PlannedHolder[] }
  | {
      readonly type: 'progress';
      readonly verified: number;
      readonly size: number;
      readonly pagesHeld: number;
      readonly holders: readonly HolderProgress[];
    }
  | {
      readonly type: 'taken-over';
      readonly from: string;
      readonly by: string;
      readonly bytes: number;
      readonly why: string;
    }
  | { readonly type: 'banned'; readonly address: string; readonly reason: string }
  /** the disk is full: nothing more is asked for until it has room, and then it goes on by itself */
  | { readonly type: 'full'; readonly message: string }
  | { readonly type: 'room' }
  /** something that people should know, in words */
  | { readonly type: 'notice'; readonly message: string }
  | { readonly type: 'verifying' }
  | {
      readonly type: 'verified';
      readonly md5: string;
      /** neither the document nor a part of it is wrong */
      readonly md5Ok: boolean;
      /** there was none to compare with: the pieces' SHA-1 are right, which is all that can be said */
      readonly md5Unknown?: true;
      /** it is the published one: it was not taken */
      readonly md5Believed?: true;
    }
  | { readonly type: 'reading-copy'; readonly path: string; readonly pages: number }
  | { readonly type: 'announced'; readonly trackers: readonly string[]; readonly holders: readonly string[] }
  | { readonly type: 'done'; readonly result: GetResult };
