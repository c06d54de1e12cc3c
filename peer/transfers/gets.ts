import { CodedError } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import { createDeferred, type Deferred } from '../../common/runtime/deferred.ts';
import { createPipe, type Pipe } from '../../common/runtime/pipe.ts';
import type { GetEvent, GetResult } from '../operations/operations.ts';

/** Gets a document, telling how it goes; until `signal` aborts. */
export type Work = (emit: (event: GetEvent) => void, signal: AbortSignal) => Promise<GetResult>;

/** How a download ended. `interrupted`: it was told to, or nobody was left who wanted it. */
export type Outcome =
  | { readonly result: GetResult }
  | { readonly error: unknown; readonly interrupted: boolean };

/** Called the moment a download has ended, before its watchers hear of it. @returns what they are told it failed with */
export type Ended = (outcome: Outcome) => unknown;

/** A command that watches a download. */
interface Watcher {
  readonly pipe: Pipe<GetEvent>;
  /** whether the download is there for it, too; others only look on */
  readonly wants: boolean;
  /** it no longer listens to its own signal, which may outlive a thousand downloads */
  forget(): void;
}

/** Events that a newcomer is told at the most, and that wait for a slow reader: a holder that lacks many leaves is relieved of them one by one. */
const MAX_PAST = 1000;
/** what happens any number of times; the other events are few */
const REPEATED: ReadonlySet<GetEvent['type']> = new Set(['taken-over', 'banned', 'notice']);

/** One download that any number of commands watch. */
interface Running {
  /** what a newcomer is told first: everything but progress, and the latest of what came by the thousand */
  readonly past: GetEvent[];
  readonly watchers: Set<Watcher>;
  readonly abort: AbortController;
  readonly over: Deferred<void>;
  /** goes on without anybody who wants it */
  detached: boolean;
}

/**
 * The downloads that run, one for each document: who asks for one that runs already watches it. It is interrupted when
 * the last one has left who wanted it, unless it is detached.
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
  watch(infoHash: InfoHash, work: Work, signal: AbortSignal, ended?: Ended): AsyncIterable<GetEvent> {
    const running = this.#running.get(infoHash) ?? this.#start(infoHash, work, ended, false);
    return join(running, true, signal);
  }

  /** Starts a download that goes on by itself. There must be none of this document. */
  begin(infoHash: InfoHash, work: Work, ended: Ended): void {
    this.#start(infoHash, work, ended, true);
  }

  /** Looks on at a download, which does not depend on it; `undefined` when none runs. */
  lookOn(infoHash: InfoHash, signal: AbortSignal): AsyncIterable<GetEvent> | undefined {
    const running = this.#running.get(infoHash);
    return running === undefined ? undefined : join(running, false, signal);
  }

  /** Lets a download go on when those who want it leave. */
  detach(infoHash: InfoHash): void {
    const running = this.#running.get(infoHash);
    if (running !== undefined) running.detached = true;
  }

  /** Ends a download; what is verified is on disk when `over` resolves. */
  interrupt(infoHash: InfoHash, reason: CodedError): void {
    this.#running.get(infoHash)?.abort.abort(reason);
  }

  /** whether the download was told to end, and has not yet */
  isEnding(infoHash: InfoHash): boolean {
    return this.#running.get(infoHash)?.abort.signal.aborted === true;
  }

  /** Resolves when no download of `infoHash` runs any more. */
  async over(infoHash: InfoHash): Promise<void> {
    await this.#running.get(infoHash)?.over.promise;
  }

  #start(infoHash: InfoHash, work: Work, ended: Ended | undefined, detached: boolean): Running {
    const running: Running = {
      past: [],
      watchers: new Set(),
      abort: new AbortController(),
      over: createDeferred(),
      detached,
    };
    this.#running.set(infoHash, running);
    const emit = (event: GetEvent): void => {
      keep(running.past, event);
      for (const { pipe } of running.watchers) pipe.push(event);
    };
    const over = (outcome: Outcome): void => {
      this.#running.delete(infoHash);
      const failure = ended?.(outcome) ?? ('error' in outcome ? outcome.error : undefined);
      if ('result' in outcome) emit({ type: 'done', result: outcome.result });
      for (const { pipe, forget } of running.watchers) {
        forget();
        if ('result' in outcome) pipe.end();
        else pipe.fail(failure);
      }
      running.over.resolve();
    };
    work(emit, running.abort.signal).then(
      (result) => over({ result }),
      (error: unknown) => over({ error, interrupted: running.abort.signal.aborted }),
    );
    return running;
  }
}

/** Adds `event` to what newcomers are told, unless it is progress; the oldest of those that repeat themselves gives way. */
function keep(past: GetEvent[], event: GetEvent): void {
  if (event.type === 'progress') return;
  past.push(event);
  if (past.length > MAX_PAST)
    past.splice(
      past.findIndex(({ type }) => REPEATED.has(type)),
      1,
    );
}

function join(running: Running, wants: boolean, signal: AbortSignal): AsyncIterable<GetEvent> {
  const isLast = (): boolean =>
    wants && !running.detached && [...running.watchers].every((other) => other === watcher || !other.wants);
  const leave = (): void => {
    watcher.forget();
    const last = isLast();
    running.watchers.delete(watcher);
    if (last) running.abort.abort(interrupted());
  };
  const pipe = createPipe<GetEvent>(latestOnly(), leave);
  const watcher: Watcher = { pipe, wants, forget: () => signal.removeEventListener('abort', aborted) };
  for (const event of running.past) pipe.push(event);
  running.watchers.add(watcher);
  // the last one who wants it waits until what arrived is on disk; others just leave
  const aborted = (): void => {
    if (isLast()) running.abort.abort(interrupted());
    else {
      leave();
      pipe.fail(signal.reason);
    }
  };
  signal.addEventListener('abort', aborted);
  if (signal.aborted) aborted();
  return pipe;
}

function interrupted(): CodedError {
  return new CodedError('ERR_PEER_INTERRUPTED', 'interrupted; what arrived is kept');
}

/** What waits for a reader who is slow: the latest progress, and of what repeats itself as much as newcomers are told. */
function latestOnly(): (event: GetEvent) => string | undefined {
  let repeated = 0;
  return ({ type }) => {
    if (type === 'progress') return type;
    return REPEATED.has(type) ? `repeated ${repeated++ % MAX_PAST}` : undefined;
  };
}
