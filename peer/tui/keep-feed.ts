import { messageOf } from '../../common/errors.ts';
import { pause } from '../../common/runtime/pause.ts';
import { WATCH_PARTS } from '../operations/operations.ts';
import type { FoldedFeed } from './feed-fold.ts';
import type { NodeLink } from './node-link.ts';

/** Between two attempts to watch a node that is there and ended the subscription, ms. */
const RETRY_MS = 500;

/** What is told of a node that goes and comes. */
export interface Comings {
  /** @param why what ended the subscription, in words */
  lost(why: string): void;
  back(): void;
}

/**
 * Folds what the node tells into `feed` until `signal` aborts, over any number of restarts of the node.
 *
 * @throws {CodedError} ERR_CONTROL_LOST when it does not come back
 */
export async function keepFeed(
  feed: FoldedFeed,
  link: NodeLink,
  { lost, back }: Comings,
  signal: AbortSignal,
  retryMs = RETRY_MS,
): Promise<void> {
  let isLost = false;
  const here = (): void => {
    if (isLost) back();
    isLost = false;
  };
  while (!signal.aborted) {
    const why = await watchOnce(feed, link, here, signal);
    if (signal.aborted) return;
    if (!isLost) lost(why);
    isLost = true;
    await pause(retryMs, signal);
    await link.again(signal);
  }
}

/** @param here called when the node tells something; @returns what ended it */
async function watchOnce(
  feed: FoldedFeed,
  { operations, lifetime }: NodeLink,
  here: () => void,
  signal: AbortSignal,
): Promise<string> {
  feed.begin();
  try {
    const ends = AbortSignal.any([signal, lifetime]);
    for await (const event of operations.watch(WATCH_PARTS, { signal: ends })) {
      here();
      feed.take(event);
    }
    return '';
  } catch (error) {
    return lifetime.aborted ? '' : messageOf(error);
  }
}
