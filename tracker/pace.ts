/** The paces that a tracker keeps unless told otherwise, ms. */
export const PACE = {
  /** a dead host is off the list within three of these and a sweep */
  heartbeatMs: 10_000,
  fullMs: 180_000,
  sweepMs: 15_000,
  /** BEP 3 trackers commonly say 30 minutes; this is how long after a restart standard clients are missing */
  announceMs: 300_000,
} as const;

/** As `PACE`, as one tracker keeps them. */
export type Paces = { readonly [Name in keyof typeof PACE]: number };
