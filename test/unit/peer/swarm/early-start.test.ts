import { describe, expect, test } from '@jest/globals';
import { startsAt } from '../../../../peer/swarm/early-start.ts';

const near = { readyAt: 10, pingMs: 2, connectMs: 2 };

describe('startsAt', () => {
  test('is at once when all others have been quiet for so long that they are clearly farther', () => {
    expect(startsAt(near, [undefined, undefined])).toBe(10);
    expect(startsAt(near, [20, undefined])).toBe(10);
    expect(startsAt(near, [])).toBe(10);
  });

  test('is when those who are quiet would be clearly farther, for they may accept until then', () => {
    expect(startsAt({ readyAt: 61, pingMs: 20, connectMs: 20 }, [undefined])).toBe(61);
    expect(startsAt({ readyAt: 41, pingMs: 20, connectMs: 20 }, [undefined])).toBe(45);
  });

  test('is a little later when another may be as near', () => {
    expect(startsAt(near, [2.5])).toBe(110);
    expect(startsAt(near, [undefined, 8])).toBe(110);
  });

  test('does not take others for farther because this program was busy', () => {
    // it was held up for 20 ms while all of them accepted
    expect(startsAt({ readyAt: 30, pingMs: 2, connectMs: 22 }, [23])).toBe(130);
    expect(startsAt({ readyAt: 30, pingMs: 2, connectMs: 22 }, [60])).toBe(30);
  });

  test('goes by the connection where there is no ping', () => {
    expect(startsAt({ readyAt: 8, pingMs: undefined, connectMs: 4 }, [undefined])).toBe(13);
  });
});
