import type { InfoHash } from '../../common/ids.ts';
import { Rate } from '../../common/rate.ts';

/** Bytes of documents that went either way: what blocks hold, not what carries them. */
export class Traffic {
  readonly up = new Rate();
  readonly down = new Rate();
}

/** What went over all connections of a node, those that have ended included. */
export class TrafficBook {
  readonly all = new Traffic();
  readonly #documents = new Map<InfoHash, Traffic>();

  /** Where bytes of a document are counted; kept for as long as the node runs. */
  of(infoHash: InfoHash): Traffic {
    const known = this.#documents.get(infoHash);
    if (known !== undefined) return known;
    const fresh = new Traffic();
    this.#documents.set(infoHash, fresh);
    return fresh;
  }

  /** What went of a document; `undefined` if nobody was ever connected about it. */
  find(infoHash: InfoHash): Traffic | undefined {
    return this.#documents.get(infoHash);
  }
}
