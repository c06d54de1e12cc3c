import { describe, expect, test } from '@jest/globals';
import { runWorker } from '../../../../common/runtime/run-worker.ts';

const script = new URL('../../../support/odd.worker.js', import.meta.url);

function run(
  input: string,
  changes: { signal?: AbortSignal; timeLimitMs?: number; onReport?: (report: unknown) => void } = {},
) {
  const { signal } = new AbortController();
  return runWorker<unknown>({ script, input, signal, timeLimitMs: 10_000, heapMiB: 32, ...changes });
}

describe('runWorker', () => {
  test('gives reports on the way, and the answer', async () => {
    const reports: unknown[] = [];
    expect(await run('report', { onReport: (report) => reports.push(report) })).toBe('whole');
    expect(reports).toEqual(['half']);
  });

  test('passes coded errors on, and codes the others', async () => {
    await expect(run('coded')).rejects.toMatchObject({ code: 'ERR_TEST_CODED', message: 'as asked' });
    await expect(run('plain')).rejects.toMatchObject({ code: 'ERR_TEST_PLAIN', message: 'as asked' });
  });

  test('ends what hangs, hoards or dies', async () => {
    await expect(run('hang', { timeLimitMs: 300 })).rejects.toMatchObject({ code: 'ERR_WORKER_TIME' });
    await expect(run('hoard')).rejects.toMatchObject({ code: 'ERR_WORKER_MEMORY' });
    await expect(run('exit')).rejects.toMatchObject({ code: 'ERR_WORKER_DIED' });
  });

  test('ends when it is cancelled, with the reason', async () => {
    const stopping = new AbortController();
    const running = run('hang', { signal: stopping.signal });
    stopping.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
  });
});
