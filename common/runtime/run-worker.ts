import { parentPort, Worker } from 'node:worker_threads';
import { CodedError, codeOf, messageOf } from '../errors.ts';

/** Work for a thread of its own. */
export interface WorkerJob {
  /** the compiled script: `new URL('./x.worker.js', import.meta.url)` */
  readonly script: URL;
  readonly input: unknown;
  readonly signal: AbortSignal;
  /** the thread is ended when it has neither answered nor reported for this long, ms */
  readonly timeLimitMs: number;
  /** of its JavaScript heap */
  readonly heapMiB: number;
  /** what it reports on the way */
  readonly onReport?: (report: unknown) => void;
}

type Answer =
  | { readonly type: 'report'; readonly report: unknown }
  | { readonly type: 'done'; readonly value: unknown }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };

/**
 * Runs `job` in a worker thread and gives what it answers.
 *
 * @throws {CodedError} what the work throws; ERR_WORKER_TIME, ERR_WORKER_MEMORY, ERR_WORKER_DIED
 */
export async function runWorker<T>(job: WorkerJob): Promise<T> {
  job.signal.throwIfAborted();
  const worker = new Worker(job.script, {
    workerData: job.input,
    resourceLimits: { maxOldGenerationSizeMb: job.heapMiB },
  });
  const stopping = new AbortController();
  try {
    return await Promise.race([answerOf<T>(worker, job), expiry(worker, job, stopping.signal)]);
  } finally {
    stopping.abort();
    await worker.terminate();
  }
}

function answerOf<T>(worker: Worker, { onReport }: WorkerJob): Promise<T> {
  return new Promise((resolve, reject) => {
    worker.on('message', (answer: Answer) => {
      if (answer.type === 'report') onReport?.(answer.report);
      else if (answer.type === 'done') resolve(answer.value as T);
      else reject(new CodedError(answer.code, answer.message));
    });
    worker.once('error', (error) => reject(translated(error)));
    worker.once('exit', (code) => {
      reject(new CodedError('ERR_WORKER_DIED', `a worker ended without an answer (exit code ${code})`));
    });
  });
}

/** Rejects when the time is up or the job is cancelled. */
function expiry(worker: Worker, { signal, timeLimitMs }: WorkerJob, stopping: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const onAbort = (): void => reject(signal.reason);
    const timer = setTimeout(() => {
      reject(new CodedError('ERR_WORKER_TIME', `it took longer than ${Math.round(timeLimitMs / 1000)} s`));
    }, timeLimitMs);
    worker.on('message', () => timer.refresh());
    signal.addEventListener('abort', onAbort, { once: true });
    stopping.addEventListener('abort', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    });
  });
}

function translated(error: unknown): CodedError {
  const isMemory = codeOf(error) === 'ERR_WORKER_OUT_OF_MEMORY';
  const code = isMemory ? 'ERR_WORKER_MEMORY' : 'ERR_WORKER_DIED';
  const message = isMemory ? 'it took more memory than it may' : `a worker failed: ${messageOf(error)}`;
  return new CodedError(code, message, { cause: error });
}

/**
 * In the worker's script: runs `work` and sends its answer, which may come with buffers to hand over.
 *
 * @param fallbackCode for errors that carry none
 */
export async function answerJob(
  work: (report: (report: unknown) => void) => unknown,
  fallbackCode: string,
  handOver: (value: unknown) => ArrayBuffer[] = () => [],
): Promise<void> {
  const port = parentPort;
  const send = (answer: Answer, buffers: ArrayBuffer[] = []): void => port?.postMessage(answer, buffers);
  try {
    const value = await work((report) => send({ type: 'report', report }));
    send({ type: 'done', value }, handOver(value));
  } catch (error) {
    send({ type: 'failed', code: codeOf(error) ?? fallbackCode, message: messageOf(error) });
  }
}
