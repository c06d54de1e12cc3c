/** Rounding, scheduling and the first packets of a connection, ms: what is less apart is not clearly apart. */
const MARGIN_MS = 5;
/** How long one waits for those who are not clearly farther, ms: a relay accepts at once, whoever is behind it. */
const PATIENCE_MS = 100;

/** One who has answered. */
export interface Answered {
  /** ms after all were asked */
  readonly readyAt: number;
  readonly pingMs: number | undefined;
  readonly connectMs: number;
}

/**
 * When one who has answered may be put to work though others have not answered yet: as soon as these are clearly farther,
 * for then it comes first in the order whatever they answer; otherwise a little later, and the order may turn out another.
 *
 * All were asked at once: if it took one longer to accept than a ping takes, this program was busy, and that made others
 * look farther, too.
 *
 * @param others of each who has not answered, how long it took to accept the connection, ms; `undefined` if it has not
 * @returns ms after all were asked; to be asked again then, for others may have accepted meanwhile
 */
export function startsAt(
  { readyAt, connectMs, pingMs = connectMs }: Answered,
  others: readonly (number | undefined)[],
): number {
  const clearlyFarther = pingMs + Math.max(pingMs, connectMs) + MARGIN_MS;
  const clear = others.every((accepted) => accepted === undefined || accepted > clearlyFarther);
  return clear ? Math.max(readyAt, clearlyFarther) : readyAt + PATIENCE_MS;
}
