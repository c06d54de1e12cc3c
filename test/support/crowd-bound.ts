import type { Member } from './virtual-crowd.ts';

/** What of a line's rate carries bytes: TCP over IP with 1500 bytes a packet. */
const GOODPUT = 1448 / 1500;

/**
 * When the last of those who fetch could be done, ms: when all of it has left those who have it, when the slowest line has
 * taken it, and when all together have sent it to each.
 */
export function crowdBoundMs(size: number, members: readonly Member[]): number {
  const has = members.filter((member) => member.has === 'all');
  const fetching = members.filter((member) => member.has !== 'all');
  if (fetching.length === 0) return 0;
  const up = (of: readonly Member[]): number => of.reduce((sum, { access }) => sum + access.up, 0);
  const joined = Math.max(...fetching.map(({ joinsAt = 0 }) => joinsAt));
  const down = Math.min(...fetching.map(({ access }) => access.down));
  const copies = fetching.length * size;
  return joined + Math.max(size / up(has), size / down, copies / up(members)) / GOODPUT;
}
