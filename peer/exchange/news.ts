import { MAX_EXCHANGED } from '../../common/wire/exchange-message.ts';

/** What one side is told, and what it knows then. */
export interface News {
  readonly added: readonly string[];
  readonly dropped: readonly string[];
  /** all that it has been told of and not been told to forget */
  readonly told: ReadonlySet<string>;
}

/**
 * What somebody who was told of `told` is told next, `now` being who is connected: at most 50 added and 50 dropped. The
 * rest waits for the next time.
 *
 * @returns `undefined` when there is nothing to tell
 * @see BEP 11
 */
export function newsOf(told: ReadonlySet<string>, now: ReadonlySet<string>): News | undefined {
  const added = [...now].filter((address) => !told.has(address)).slice(0, MAX_EXCHANGED);
  const dropped = [...told].filter((address) => !now.has(address)).slice(0, MAX_EXCHANGED);
  if (added.length === 0 && dropped.length === 0) return undefined;
  const next = new Set([...told, ...added]);
  for (const address of dropped) next.delete(address);
  return { added, dropped, told: next };
}
