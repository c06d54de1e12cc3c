import { parentPort, workerData } from 'node:worker_threads';
import { codeOf, messageOf } from '../../common/errors.ts';
import type { LedgerAnswer, LedgerCall, LedgerSetup } from './ledger-calls.ts';
import { SqliteLedger } from './sqlite-ledger.ts';

const port = parentPort;
if (port === null) throw new Error('sqlite.worker.ts runs as a worker only');
const { file, limits } = workerData as LedgerSetup;

function attempt(id: number, work: () => unknown): void {
  try {
    port?.postMessage({ id, value: work() } satisfies LedgerAnswer);
  } catch (error) {
    const failure = { code: codeOf(error) ?? '', message: messageOf(error) };
    port?.postMessage({ id, failure } satisfies LedgerAnswer);
  }
}

let ledger: SqliteLedger | undefined;
port.on('message', ({ id, method, parameters }: LedgerCall) => {
  attempt(id, () => {
    if (method === 'open') {
      ledger = new SqliteLedger(file, limits);
      return ledger.origin;
    }
    if (ledger === undefined) throw new Error('the database is not open');
    if (method === 'close') {
      ledger.close();
      port.close(); // nothing keeps this thread alive any more
      return undefined;
    }
    return (ledger[method] as (...values: unknown[]) => unknown).apply(ledger, [...parameters]);
  });
});
