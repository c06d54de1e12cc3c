import { describe, expect, test } from '@jest/globals';
import { createWorkerPool } from '../../../../common/runtime/worker-pool.ts';
import { eventually } from '../../../support/eventually.ts';

const script = new URL('../../../support/odd.worker.js', import.meta.url);

function aPool(changes: { limit?: number; jobsPerThread?: number; idleMs?: number } = {}) {
  const pool = createWorkerPool({
    script,
    heapMiB: 32,
    limit: 1,
    jobsPerThread: 100,
    idleMs: 60_000,
    ...changes,
  });
  const run = (input: string, more: { signal?: AbortSignal; timeLimitMs?: number } = {}) =>
    pool.run<unknown>({ input, signal: new AbortController().signal, timeLimitMs: 10_000, ...more });
  return { run, [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose]() };
}

describe('createWorkerPool', () => {
  test('uses a thread again, up to so many jobs', async () => {
    await using pool = aPool({ jobsPerThread: 2 });
    const threads = [];
    for (let job = 0; job < 5; job++) threads.push(await pool.run('thread'));
    expect(threads[0]).toBe(threads[1]);
    expect(new Set(threads).size).toBe(3);
  });

  test('replaces a thread that failed, hung, died, or says that it is spent', async () => {
    await using pool = aPool();
    const threads = [await pool.run('thread')];
    await expect(pool.run('plain')).rejects.toMatchObject({ code: 'ERR_TEST_PLAIN' });
    threads.push(await pool.run('thread'));
    await expect(pool.run('hang', { timeLimitMs: 200 })).rejects.toMatchObject({ code: 'ERR_WORKER_TIME' });
    threads.push(await pool.run('thread'));
    await expect(pool.run('exit')).rejects.toMatchObject({ code: 'ERR_WORKER_DIED' });
    threads.push(await pool.run('thread'));
    await pool.run('spend');
    threads.push(await pool.run('thread'));
    expect(new Set(threads).size).toBe(5);
  });

  test('has at most so many threads, and the others wait', async () => {
    await using pool = aPool({ limit: 2 });
    const threads = await Promise.all(Array.from({ length: 10 }, () => pool.run('thread')));
    expect(new Set(threads).size).toBeLessThanOrEqual(2);
  });

  test('does not begin what was cancelled while it waited', async () => {
    await using pool = aPool();
    const leaving = new AbortController();
    const hanging = pool.run('hang', { timeLimitMs: 300 });
    const waiting = pool.run('thread', { signal: leaving.signal });
    leaving.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await expect(hanging).rejects.toMatchObject({ code: 'ERR_WORKER_TIME' });
    expect(await pool.run('thread')).toEqual(expect.any(Number));
  });

  test('ends threads that rest', async () => {
    await using pool = aPool({ idleMs: 1 });
    const first = await pool.run('thread');
    await eventually(async () => ((await pool.run('thread')) === first ? undefined : true), 'other thread');
  });
});
