/** A document that this node shares or is fetching. */
export interface SharedDocument {
  readonly sha256: string;
  readonly infoHash: string;
  readonly md5: string;
  readonly name: string;
  readonly path: string;
  readonly size: number;
  readonly pages: number;
  /** `idle`: whole and unchanged, but no node runs that would serve it; `checking`: it is read again */
  readonly state: 'serving' | 'idle' | 'checking' | 'fetching' | 'partial' | 'missing' | 'changed';
  readonly heldPercent: number;
  readonly inLibrary: boolean;
  readonly uploadedBytes: number;
}

/** How a node stands with one tracker. */
export interface TrackerContact {
  readonly url: string;
  readonly ok: boolean;
  /** why not ok; empty otherwise, and while it was not asked yet */
  readonly message: string;
  /** ms since 1970 of its last good answer */
  readonly lastContactMs?: number;
}

/** How a node is doing. */
export interface NodeStatus {
  readonly version: string;
  readonly pid: number;
  /** whether it runs until it is stopped; otherwise as long as one command takes */
  readonly lasting: boolean;
  readonly data: string;
  /** addresses at which others reach this node */
  readonly addresses: readonly string[];
  readonly trackers: readonly TrackerContact[];
  readonly documents: number;
  readonly bytes: number;
  readonly connections: number;
  readonly uploadedBytes: number;
  readonly downloadedBytes: number;
}

/** What to stop sharing. */
export interface RemoveRequest {
  /** as in `GetRequest.document`, among what this node shares */
  readonly document: string;
  /** delete the file, too; a file outside the library folder only when this is set */
  readonly deleteFile: boolean;
}

/** What removing came to. */
export interface Removed {
  readonly sha256: string;
  readonly name: string;
  readonly path: string;
  readonly fileDeleted: boolean;
  /** trackers that took our publication back */
  readonly withdrawn: readonly string[];
}
