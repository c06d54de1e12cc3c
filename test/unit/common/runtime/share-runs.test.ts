import { describe, expect, test } from '@jest/globals';
import { createDeferred } from '../../../../common/runtime/deferred.ts';
import { shareRuns } from '../../../../common/runtime/share-runs.ts';

describe('shareRuns', () => {
  test('serves all who ask during a run with the next one', async () => {
    const runs: ReturnType<typeof createDeferred<void>>[] = [];
    const ask = shareRuns(() => {
      const run = createDeferred<void>();
      runs.push(run);
      return run.promise;
    });
    const first = ask();
    await Promise.resolve();
    await Promise.resolve();
    expect(runs).toHaveLength(1);
    const others = [ask(), ask(), ask()];
    runs[0]?.resolve();
    await first;
    await new Promise(setImmediate);
    expect(runs).toHaveLength(2);
    runs[1]?.reject(new Error('of no matter'));
    await Promise.all(others);
    expect(runs).toHaveLength(2);
  });
});
