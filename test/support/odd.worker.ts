import { workerData } from 'node:worker_threads';
import { CodedError } from '../../common/errors.ts';
import { answerJob } from '../../common/runtime/run-worker.ts';

/** Ways to behave that a test of `runWorker` asks for by name. */
const BEHAVIOURS: Record<string, (report: (report: unknown) => void) => unknown> = {
  report(report) {
    report('half');
    return 'whole';
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

await answerJob((report) => BEHAVIOURS[String(workerData)]?.(report), 'ERR_TEST_PLAIN');
