import type { InfoHash } from '../../common/ids.ts';
import type { HoldingChange } from '../../common/tracker-api/heartbeat.ts';
import { LIMITS } from '../../common/tracker-api/limits.ts';
import type { Holding } from './holding.ts';

/** What a tracker has been told is held, and has acknowledged. */
export type Told = ReadonlyMap<InfoHash, HoldingChange>;

/** What to say next, and what the tracker knows once it has acknowledged that. */
export interface NextWord {
  readonly changes: readonly HoldingChange[];
  readonly told: Told;
  /** there is more to say than fits */
  readonly more: boolean;
}

/**
 * What of `held` a tracker that was told `told` does not know; with `full`, everything. What does not fit one
 * heartbeat is left for the next, as a change.
 */
export function nextWord(held: readonly Holding[], told: Told, full: boolean): NextWord {
  const before: Told = full ? new Map() : told;
  const now = new Map(held.map((holding) => [holding.infoHash, changeOf(holding)]));
  const dropped = [...before.keys()].filter((infoHash) => !now.has(infoHash));
  const changed = [...now.values()].filter((change) => !isSame(change, before.get(change.infoHash)));
  const all = [...changed, ...dropped.map((infoHash): HoldingChange => ({ infoHash, dropped: true }))];
  const changes = all.slice(0, LIMITS.changesPerHeartbeat);
  const known = new Map(before);
  for (const change of changes) {
    if ('dropped' in change) known.delete(change.infoHash);
    else known.set(change.infoHash, change);
  }
  return { changes, told: known, more: all.length > changes.length };
}

function changeOf({ infoHash, complete, heldPercent, heldPages }: Holding): HoldingChange {
  if (complete) return { infoHash, complete: true };
  return { infoHash, heldPercent: rounded(heldPercent), heldPages };
}

/** to a tenth: a download is not news for every block */
function rounded(percent: number): number {
  return Math.floor(Math.min(Math.max(percent, 0), 100) * 10) / 10;
}

function isSame(a: HoldingChange, b: HoldingChange | undefined): boolean {
  if (b === undefined || 'dropped' in a || 'dropped' in b) return false;
  if ('complete' in a || 'complete' in b) return 'complete' in a && 'complete' in b;
  return a.heldPercent === b.heldPercent && a.heldPages === b.heldPages;
}
