import type { HolderProgress, PlannedHolder } from '../../peer/operations/operations.ts';

/** A holder in a plan. */
export function aPlannedHolder(given: Partial<PlannedHolder> = {}): PlannedHolder {
  return {
    address: '192.0.2.1:8169',
    client: 'Pageswarm 0.1.0',
    rank: 1,
    latencyMs: 0.4,
    plannedPercent: 75,
    runs: [{ firstPage: 1, lastPage: 75 }],
    ...given,
  };
}

/** A holder at work. */
export function aHolder(given: Partial<HolderProgress> = {}): HolderProgress {
  return {
    address: '192.0.2.1:8169',
    bytes: 750_000,
    remaining: 250_000,
    rate: 500_000,
    state: 'fetching',
    reason: '',
    ...given,
  };
}
