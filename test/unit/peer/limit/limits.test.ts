import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Limits, NO_LIMITS } from '../../../../peer/limit/limit.ts';

const AFAR = '203.0.113.7:8169';
const KB = 1000;

/** One who takes as much as it gets, again and again. */
function aTaker(limits: Limits, address = AFAR) {
  const taker = { bytes: 0, turns: 0, stopped: false };
  const ask = (): void =>
    limits.upload(address).ask((most) => {
      if (taker.stopped) return 0;
      const bytes = Math.min(most, 256 * 1024);
      taker.bytes += bytes;
      taker.turns++;
      queueMicrotask(ask);
      return bytes;
    });
  ask();
  return taker;
}

describe('Limits', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  test('let one who sends have the whole rate, and no more', async () => {
    const limits = new Limits({ ...NO_LIMITS, limitUp: 500 * KB });
    const taker = aTaker(limits);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(taker.bytes).toBeGreaterThan(4900 * KB);
    expect(taker.bytes).toBeLessThan(5200 * KB);
    taker.stopped = true;
  });

  test('share the rate evenly among all who send', async () => {
    const limits = new Limits({ ...NO_LIMITS, limitUp: 1000 * KB });
    const takers = [1, 2, 3, 4].map(() => aTaker(limits));
    await jest.advanceTimersByTimeAsync(10_000);
    const turns = takers.map((taker) => taker.turns);
    expect(Math.max(...turns) - Math.min(...turns)).toBeLessThanOrEqual(1);
    for (const taker of takers) taker.stopped = true;
  });

  test('wait by timers, some tens a second, and by none when nobody waits', async () => {
    const limits = new Limits({ ...NO_LIMITS, limitUp: 500 * KB });
    const taker = aTaker(limits);
    await jest.advanceTimersByTimeAsync(1000);
    expect(taker.turns).toBeLessThan(50);
    taker.stopped = true;
    await jest.advanceTimersByTimeAsync(1000);
    expect(jest.getTimerCount()).toBe(0);
  });

  test('are in force at once, for those who wait, too', () => {
    const limits = new Limits({ ...NO_LIMITS, limitUp: 1 });
    const taken: number[] = [];
    const ask = (bytes: number) => limits.upload(AFAR).ask(() => taken.push(bytes) && bytes);
    ask(100_000);
    jest.advanceTimersByTime(10);
    ask(2);
    ask(3);
    jest.advanceTimersByTime(60_000);
    expect(taken).toEqual([100_000]);
    limits.set(NO_LIMITS);
    expect(taken).toEqual([100_000, 2, 3]);
  });

  test.each([
    '192.168.1.7:1',
    '10.0.0.1:1',
    '172.16.3.4:1',
    '127.0.0.1:1',
    '[::1]:1',
    '[fd00::7]:1',
    '[fe80::1]:1',
  ])('spare %s in the local network on request', (address) => {
    const limits = new Limits({ ...NO_LIMITS, limitDown: 1000, limitLocal: false });
    const there = limits.download(address);
    const afar = limits.download(AFAR);
    jest.advanceTimersByTime(100);
    afar.asked(10_000);
    expect([there.held, afar.held]).toEqual([false, true]);
    limits.set({ ...limits.values, limitLocal: true });
    there.asked(10_000);
    jest.advanceTimersByTime(100);
    expect(there.held).toBe(true);
  });

  test('count what is asked of all holders together', () => {
    const limits = new Limits({ ...NO_LIMITS, limitDown: 1000 });
    const [one, other] = ['203.0.113.7:1', '203.0.113.8:1'].map((address) => limits.download(address));
    jest.advanceTimersByTime(10);
    one?.asked(1000);
    expect(other?.held).toBe(true);
    jest.advanceTimersByTime(1000);
    expect(other?.held).toBe(false);
  });
});
