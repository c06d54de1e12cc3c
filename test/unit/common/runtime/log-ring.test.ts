import { describe, expect, test } from '@jest/globals';
import { CodedError } from '../../../../common/errors.ts';
import { createLogRing, teeLog } from '../../../../common/runtime/log-ring.ts';

const at = (ms: number) => () => ms;

describe('createLogRing', () => {
  test('keeps entries with a number, a level and their fields in one line', () => {
    const ring = createLogRing(at(7));
    ring.log.with({ holder: 'h:1' }).info('run-assigned', { first: 0, why: 'it is near', none: undefined });
    ring.log.error('failed', { err: new CodedError('ERR_X', 'no more') });
    expect(ring.after(0, 10)).toEqual([
      {
        sequence: 1,
        at: 7,
        level: 'info',
        event: 'run-assigned',
        details: 'holder=h:1 first=0 why="it is near"',
      },
      { sequence: 2, at: 7, level: 'error', event: 'failed', details: 'err="ERR_X: no more"' },
    ]);
  });

  test('forgets the oldest', () => {
    const ring = createLogRing(at(0), 3);
    for (const event of ['a', 'b', 'c', 'd', 'e']) ring.log.info(event);
    expect(ring.after(0, 10).map(({ event }) => event)).toEqual(['c', 'd', 'e']);
    expect(ring.after(3, 1).map(({ event }) => event)).toEqual(['d']);
    expect(ring.after(5, 10)).toEqual([]);
    expect(ring.last('debug', 10).map(({ sequence }) => sequence)).toEqual([3, 4, 5]);
  });

  test('gives the last ones of a level or more urgent', () => {
    const ring = createLogRing(at(0));
    ring.log.warn('a');
    ring.log.debug('b');
    ring.log.error('c');
    ring.log.info('d');
    expect(ring.last('warn', 10).map(({ event }) => event)).toEqual(['a', 'c']);
    expect(ring.last('info', 2).map(({ event }) => event)).toEqual(['c', 'd']);
  });

  test('keeps the beginning of a flood, and says how much it left out', () => {
    let now = 1_000;
    const ring = createLogRing(() => now);
    for (let count = 0; count < 10_000; count++) ring.log.debug('connection-ended', { count });
    ring.log.warn('seen');
    expect(ring.newest).toBe(51);
    now = 2_000;
    ring.log.debug('calm');
    expect(ring.last('debug', 2)).toMatchObject([
      { event: 'entries-left-out', details: 'count=9950' },
      { event: 'calm' },
    ]);
  });

  test('bounds an entry, whatever its fields are', () => {
    const ring = createLogRing(at(0));
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    ring.log.info('odd', { circle, big: 1n, long: 'x'.repeat(100_000), list: Array(9_999).fill('y') });
    expect(ring.after(0, 1)[0]?.details.length).toBeLessThanOrEqual(400);
    expect(ring.after(0, 1)[0]?.details).toMatch(/^circle=\? big=\? long="xxx/);
  });

  test('tells who listens, until he leaves', () => {
    const ring = createLogRing(at(0));
    let heard = 0;
    const leave = ring.listen(() => heard++);
    ring.log.info('a');
    leave();
    ring.log.info('b');
    expect(heard).toBe(1);
  });
});

describe('teeLog', () => {
  test('hands events to all logs', () => {
    const [one, two] = [createLogRing(at(0)), createLogRing(at(0))];
    teeLog(one.log, two.log).with({ a: 1 }).warn('both', { b: 2 });
    for (const ring of [one, two]) {
      expect(ring.after(0, 9)).toMatchObject([{ level: 'warn', event: 'both', details: 'a=1 b=2' }]);
    }
  });
});
