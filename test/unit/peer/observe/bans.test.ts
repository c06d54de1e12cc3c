import { describe, expect, test } from '@jest/globals';
import { Bans } from '../../../../peer/observe/bans.ts';

describe('Bans', () => {
  test('has the newest first, each once', () => {
    let now = 0;
    const bans = new Bans(() => ++now);
    bans.add({ address: 'a', reason: 'r', document: 'd' });
    bans.add({ address: 'b', reason: 'r', document: 'd' });
    bans.add({ address: 'a', reason: 'r', document: 'd' });
    expect(bans.list()).toEqual([
      { address: 'a', reason: 'r', document: 'd', at: 3 },
      { address: 'b', reason: 'r', document: 'd', at: 2 },
    ]);
  });

  test('forgets the oldest of many', () => {
    const bans = new Bans(() => 0);
    for (let port = 1; port <= 500; port++) bans.add({ address: `h:${port}`, reason: 'r', document: 'd' });
    expect(bans.list()).toHaveLength(200);
    expect(bans.list()[0]?.address).toBe('h:500');
  });
});
