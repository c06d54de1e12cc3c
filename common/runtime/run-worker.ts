import { parentPort } from 'node:worker_threads';
import { codeOf, messageOf } from '../errors.ts';
import { type Answer, type Job, type WorkerScript, WorkerThread } from './worker-thread.ts';

/** Work for a thread of its own. */
export interface WorkerJob extends WorkerScript, Job {}

/**
 * Runs `job` in a worker thread and gives what it answers.
 *
 * @throws {CodedError} what the work throws; ERR_WORKER_TIME, ERR_WORKER_MEMORY, ERR_WORKER_DIED
 */
export async function runWorker<T>(job: WorkerJob): Promise<T> {
  job.signal.throwIfAborted();
  const thread = new WorkerThread(job);
  try {
    return await thread.run<T>(job);
  } finally {
    await thread.end();
  }
}

/** How a worker's script answers. */
export interface AnswerOptions<Input> {
  /** for errors that carry no code */
  readonly fallbackCode: string | ((input: Input) => string);
  /** whether it has grown so much that another should do the next job */
  readonly isSpent?: () => boolean;
}

/** In the worker's script: does every job that comes, one after the other, with `work`. */
export function answerJobs<Input>(
  work: (input: Input, report: (report: unknown) => void) => unknown,
  { fallbackCode, isSpent = () => false }: AnswerOptions<Input>,
): void {
  const port = parentPort;
  const send = (answer: Answer): void => port?.postMessage(answer);
  port?.on('message', async (input: Input) => {
    try {
      const value = await work(input, (report) => send({ type: 'report', report }));
      send({ type: 'done', value, spent: isSpent() });
    } catch (error) {
      const fallback = typeof fallbackCode === 'string' ? fallbackCode : fallbackCode(input);
      send({ type: 'failed', code: codeOf(error) ?? fallback, message: messageOf(error) });
    }
  });
}
