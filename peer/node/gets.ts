import type { InfoHash } from '../../common/ids.ts';
import { createFeed, type Feed } from '../../common/runtime/feed.ts';
import type { GetEvent, GetResult } from '../operations.ts';

/** One download that any number of commands watch. */
interface Running {
  /** what a newcomer is told first: everything but progress */
  readonly past: GetEvent[];
  readonly feeds: Set<Feed<GetEvent>>;
  readonly abort: AbortController;
}

/**
 * The downloads that run, one for each document: who asks for one that runs already watches it, and it is interrupted
 * when the last one has left.
 */
export class Gets {
  readonly #running = new Map<InfoHash, Running>();

  get count(): number {
    return this.#running.size;
  }

  /**
   * Watches the download of `infoHash`, starting it with `work` if it does not run.
   *
   * @param signal of the watcher
   */
  watch(
    infoHash: InfoHash,
    work: (emit: (event: GetEvent) => void, signal: AbortSignal) => Promise<GetResult>,
    signal: AbortSignal,
  ): AsyncIterable<GetEvent> {
    const running = this.#running.get(infoHash) ?? this.#start(infoHash, work);
    const leave = (): void => {
      running.feeds.delete(feed);
      if (running.feeds.size === 0) running.abort.abort();
    };
    const feed = createFeed<GetEvent>(isNewerProgress, leave);
    for (const event of running.past) feed.push(event);
    running.feeds.add(feed);
    // the last watcher waits until what arrived is on disk; others just leave
    const aborted = (): void => {
      if (running.feeds.size === 1) running.abort.abort();
      else {
        leave();
        feed.fail(signal.reason);
      }
    };
    signal.addEventListener('abort', aborted, { once: true });
    if (signal.aborted) aborted();
    return feed;
  }

  #start(
    infoHash: InfoHash,
    work: (emit: (event: GetEvent) => void, signal: AbortSignal) => Promise<GetResult>,
  ): Running {
    const running: Running = { past: [], feeds: new Set(), abort: new AbortController() };
    this.#running.set(infoHash, running);
    const emit = (event: GetEvent): void => {
      if (event.type !== 'progress') running.past.push(event);
      for (const feed of running.feeds) feed.push(event);
    };
    const run = async (): Promise<void> => {
      try {
        emit({ type: 'done', result: await work(emit, running.abort.signal) });
        this.#running.delete(infoHash);
        for (const feed of running.feeds) feed.end();
      } catch (error) {
        this.#running.delete(infoHash);
        for (const feed of running.feeds) feed.fail(error);
      }
    };
    void run();
    return running;
  }
}

function isNewerProgress(waiting: GetEvent, next: GetEvent): boolean {
  return waiting.type === 'progress' && next.type === 'progress';
}
