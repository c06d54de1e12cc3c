import type { Job, WorkerScript } from './worker-thread.ts';
import { WorkerThread } from './worker-thread.ts';

/** How many threads there are, and how long they live. */
export interface WorkerPoolOptions extends WorkerScript {
  /** threads at once, at most */
  readonly limit: number;
  /** a thread that has done so many jobs is replaced: what its libraries leak goes with it */
  readonly jobsPerThread: number;
  /** a thread that has had nothing to do for so long is ended, ms */
  readonly idleMs: number;
}

/** Threads of one script that are used again and again. Disposing ends them. */
export interface WorkerPool extends AsyncDisposable {
  /**
   * Does `job` as soon as a thread is free. One whose job fails, takes too long or is cancelled is ended.
   *
   * @throws {CodedError} as `runWorker`
   */
  run<T>(job: Job): Promise<T>;
}

interface Member {
  readonly thread: WorkerThread;
  jobs: number;
  timer: NodeJS.Timeout | undefined;
}

/** A pool that begins without any thread. */
export function createWorkerPool(options: WorkerPoolOptions): WorkerPool {
  const { limit, jobsPerThread, idleMs } = options;
  const members = new Set<Member>();
  const idle: Member[] = [];
  const waiting: (() => void)[] = [];
  let busy = 0;

  const drop = async (member: Member): Promise<void> => {
    clearTimeout(member.timer);
    members.delete(member);
    const at = idle.indexOf(member);
    if (at >= 0) idle.splice(at, 1);
    await member.thread.end();
  };

  const take = (): Member => {
    const known = idle.pop();
    clearTimeout(known?.timer);
    if (known?.thread.usable === true) return known;
    if (known !== undefined) void drop(known);
    const member: Member = { thread: new WorkerThread(options), jobs: 0, timer: undefined };
    members.add(member);
    return member;
  };

  const giveBack = async (member: Member): Promise<void> => {
    if (!member.thread.usable || ++member.jobs >= jobsPerThread) return drop(member);
    idle.push(member);
    member.timer = setTimeout(() => void drop(member), idleMs).unref();
  };

  return {
    async run(job) {
      if (busy >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
      else busy++;
      try {
        job.signal.throwIfAborted();
        const member = take();
        try {
          return await member.thread.run(job);
        } finally {
          await giveBack(member);
        }
      } finally {
        const next = waiting.shift();
        if (next === undefined) busy--;
        else next(); // it takes our place
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...members].map(drop));
    },
  };
}
