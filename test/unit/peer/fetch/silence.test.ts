import { describe, expect, test } from '@jest/globals';
import { Silence } from '../../../../peer/fetch/silence.ts';

/** One that answers every `everyMs` up to `until`, ms. */
function answering(everyMs: number, until: number, latencyMs = 10): Silence {
  const silence = new Silence(latencyMs, 0);
  for (let at = everyMs; at <= until; at += everyMs) {
    silence.heard(at, true);
    silence.answered(at);
  }
  return silence;
}

describe('Silence', () => {
  test('is long after 250 ms of one that answers all the time', () => {
    const silence = answering(5, 1000);
    expect(silence.isLong(1250)).toBe(false);
    expect(silence.isLong(1251)).toBe(true);
  });

  test('is long after twice the delay of a distant one', () => {
    expect(answering(5, 1000, 200).deadlineMs).toBe(400);
  });

  test('is long after twice the pauses that are usual', () => {
    expect(answering(300, 3000).deadlineMs).toBe(600);
  });

  test('forgets a pause that was long ago', () => {
    const silence = answering(400, 400);
    for (let at = 405; at < 30_000; at += 5) {
      silence.heard(at, true);
      silence.answered(at);
    }
    expect(silence.deadlineMs).toBe(250);
  });

  test('waits for the first answer longer than for others', () => {
    const silence = new Silence(10, 0);
    expect(silence.isLong(1000)).toBe(false);
    expect(silence.isLong(1001)).toBe(true);
  });

  test('learns nothing from pauses in which nothing was owed', () => {
    const silence = answering(5, 1000);
    silence.heard(3000, false);
    expect(silence.deadlineMs).toBe(250);
  });

  test('is long after two seconds without an answer, whatever else is said', () => {
    const silence = answering(5, 1000);
    for (let at = 1010; at <= 3010; at += 10) silence.heard(at, true);
    expect(silence.isLong(3000)).toBe(false);
    expect(silence.isLong(3010)).toBe(true);
  });

  test('does not count while we did not listen', () => {
    const silence = answering(5, 1000);
    silence.excuse(500, 1600);
    expect(silence.isLong(1700)).toBe(false);
    expect(silence.isLong(1751)).toBe(true);
  });
});
