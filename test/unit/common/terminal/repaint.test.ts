import { describe, expect, test } from '@jest/globals';
import { createRepaint } from '../../../../common/terminal/repaint.ts';

/** a clock that stands until it is told to go on */
function aClock() {
  let now = 0;
  const due: { at: number; run: () => void }[] = [];
  return {
    now: () => now,
    later: (run: () => void, ms: number) => {
      const one = { at: now + ms, run };
      due.push(one);
      return () => void due.splice(due.indexOf(one), due.includes(one) ? 1 : 0);
    },
    waiting: () => due.length,
    pass: (ms: number) => {
      const end = now + ms;
      for (;;) {
        const next = due.toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined || next.at > end) break;
        due.splice(due.indexOf(next), 1);
        now = next.at;
        next.run();
      }
      now = end;
    },
  };
}

function aRepaint() {
  const clock = aClock();
  const painted: number[] = [];
  const repaint = createRepaint({
    paint: () => void painted.push(clock.now()),
    now: clock.now,
    later: clock.later,
  });
  return { clock, painted, repaint };
}

describe('createRepaint', () => {
  test('paints a change at once, and ten times a second while changes go on', () => {
    const { clock, painted, repaint } = aRepaint();
    for (let at = 0; at < 995; at += 5) {
      repaint.ask();
      clock.pass(5);
    }
    expect(painted[0]).toBe(0);
    expect(painted).toHaveLength(10);
    expect(painted[1]).toBe(100);
  });

  test('answers a key at once, also after a change that was painted just before', () => {
    const { clock, painted, repaint } = aRepaint();
    repaint.ask();
    clock.pass(30);
    repaint.ask();
    repaint.answer();
    expect(painted).toEqual([0, 30]);
    clock.pass(200);
    expect(painted).toEqual([0, 30]);
  });

  test('answers a key that is held down often enough to see it move', () => {
    const { clock, painted, repaint } = aRepaint();
    for (let at = 0; at < 290; at += 10) {
      repaint.answer();
      clock.pass(10);
    }
    expect(painted).toHaveLength(10);
    clock.pass(100);
    expect(painted.at(-1)).toBe(300);
  });

  test('waits for nothing while nothing changes, and paints no more when stopped', () => {
    const { clock, painted, repaint } = aRepaint();
    repaint.ask();
    clock.pass(1000);
    expect(clock.waiting()).toBe(0);
    repaint.answer();
    repaint.answer();
    repaint.stop();
    expect(clock.waiting()).toBe(0);
    repaint.ask();
    clock.pass(1000);
    expect(painted).toEqual([0, 1000]);
  });
});
