import type { InfoHash } from '../../common/ids.ts';
import type { TrackerTiers } from '../../common/metainfo/tracker-tiers.ts';

/** What this host holds of one document. */
export interface Holding {
  readonly infoHash: InfoHash;
  /** bytes of the whole document */
  readonly size: number;
  readonly complete: boolean;
  /** 0-100 of its bytes */
  readonly heldPercent: number;
  /** pages it can show in full */
  readonly heldPages: number;
  /** those that came with it, beside this node's own. @see BEP 12 */
  readonly trackers?: TrackerTiers;
  /** announce URLs of the only trackers that may hear of it; absent: all may. @see BEP 27 */
  readonly privateTo?: readonly string[];
}
