import type { LogRing } from '../../common/runtime/log-ring.ts';
import type { Part, PartReader } from './part.ts';

/** entries in one event */
const PORTION = 500;

/** The node's log: what the ring still has, then what comes. */
export function logPart(ring: LogRing): Part {
  return {
    everyMs: 250,
    open(stir): PartReader {
      let told: number | undefined;
      const leave = ring.listen(stir);
      return {
        next() {
          const entries = ring.after(told ?? 0, PORTION);
          const last = entries.at(-1);
          // the first event comes even of an empty log: then it is known to be empty
          if (last === undefined && told !== undefined) return undefined;
          told = last?.sequence ?? ring.newest;
          return { event: { part: 'log', entries }, more: told < ring.newest };
        },
        close: leave,
      };
    },
  };
}
