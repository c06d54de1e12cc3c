import type { InfoHash } from '../../common/ids.ts';
import { createFeed, type Feed } from '../../common/runtime/feed.ts';
import type { GetEvent, GetResult } from '../operations/operations.ts';

/** A command that watches a download. */
interface Watcher {
  readonly feed: Feed<GetEvent>;
  /** it no longer listens to its own signal, which may outlive a thousand downloads */
  forget(): void;
}

/** One download that any number of commands watch. */
interface Running {
  /** what a newcomer is told first: everything but progress */
  readonly past: GetEvent[];
  readonly watchers: Set<Watcher>;
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
      watcher.forget();
      running.watchers.delete(watcher);
      if (running.watchers.size === 0) running.abort.abort();
    };
    const feed = createFeed<GetEvent>(isNewerProgress, leave);
    const watcher: Watcher = { feed, forget: () => signal.removeEventListener('abort', aborted) };
    for (const event of running.past) feed.push(event);
    running.watchers.add(watcher);
    // the last watcher waits until what arrived is on disk; others just leave
    const aborted = (): void => {
      if (running.watchers.size === 1) running.abort.abort();
      else {
        leave();
        feed.fail(signal.reason);
      }
    };
    signal.addEventListener('abort', aborted);
    if (signal.aborted) aborted();
    return feed;
  }

  #start(
    infoHash: InfoHash,
    work: (emit: (event: GetEvent) => void, signal: AbortSignal) => Promise<GetResult>,
  ): Running {
    const running: Running = { past: [], watchers: new Set(), abort: new AbortController() };
    this.#running.set(infoHash, running);
    const emit = (event: GetEvent): void => {
      if (event.type !== 'progress') running.past.push(event);
      for (const { feed } of running.watchers) feed.push(event);
    };
    const over = (tell: (feed: Feed<GetEvent>) => void): void => {
      this.#running.delete(infoHash);
      for (const { feed, forget } of running.watchers) {
        forget();
        tell(feed);
      }
    };
    work(emit, running.abort.signal).then(
      (result) => {
        emit({ type: 'done', result });
        over((feed) => feed.end());
      },
      (error: unknown) => over((feed) => feed.fail(error)),
    );
    return running;
  }
}

function isNewerProgress(waiting: GetEvent, next: GetEvent): boolean {
  return waiting.type === 'progress' && next.type === 'progress';
}
