import type { ExtendedHandshake } from '../../common/wire/extended-handshake.ts';

/** Names that are kept of one side, however often it introduces itself: nobody has more extensions. */
const MAX_EXTENSIONS = 64;

/** What a side has said of itself by now: a later word changes what it names, and nothing else. @see BEP 10 */
export function introducedAgain(
  before: ExtendedHandshake | undefined,
  now: ExtendedHandshake,
): ExtendedHandshake {
  if (before === undefined) return now;
  const extensions = new Map([...before.extensions, ...now.extensions].slice(-MAX_EXTENSIONS));
  return { ...before, ...now, extensions };
}
