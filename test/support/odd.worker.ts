import { threadId } from 'node:worker_threads';
import { CodedError } from '../../common/errors.ts';
import { answerJobs } from '../../common/runtime/run-worker.ts';

let spent = false;

/** Ways to behave that a test of `runWorker` asks for by name. */
const BEHAVIOURS: Record<string, (report: (report: unknown) => void) => unknown> = {
  report(report) {
    report('half');
    return 'whole';
  },
  spend() {
    spent = true;
  },
  thread() {
    return threadId;
  },
  coded() {
    throw new CodedError('ERR_TEST_CODED', 'as asked');
  },
  plain() {
    throw new Error('as asked');
  },
  hang() {
    for (;;) performance.now();
  },
  hoard() {
    const hoard: unknown[] = [];
    for (;;) hoard.push(new Array(1000).fill(hoard.length));
  },
  exit() {
    process.exit(3);
  },
};

answerJobs((input, report) => BEHAVIOURS[String(input)]?.(report), {
  fallbackCode: 'ERR_TEST_PLAIN',
  isSpent: () => spent,
});
