import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sameValue } from '../../../common/same-value.ts';

describe('sameValue', () => {
  test('sees into lists and objects', () => {
    expect(sameValue({ a: [1, { b: 'x' }] }, { a: [1, { b: 'x' }] })).toBe(true);
    expect(sameValue({ a: [1, { b: 'x' }] }, { a: [1, { b: 'y' }] })).toBe(false);
    expect(sameValue([], {})).toBe(false);
    expect(sameValue({}, [])).toBe(false);
    expect(sameValue(null, {})).toBe(false);
  });

  test('takes an absent field for one that is undefined', () => {
    expect(sameValue({ a: 1 }, { a: 1, b: undefined })).toBe(true);
    expect(sameValue({ a: 1, b: undefined }, { a: 1 })).toBe(true);
    expect(sameValue({ a: 1 }, { a: 1, b: null })).toBe(false);
  });

  test('is not misled by names that every object inherits', () => {
    expect(sameValue({}, { toString: 1 })).toBe(false);
    expect(sameValue({ valueOf: 1 }, {})).toBe(false);
    expect(sameValue(JSON.parse('{"__proto__":{}}'), {})).toBe(false);
    expect(sameValue(-0, 0)).toBe(true);
  });

  test('is what JSON says', () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(sameValue(a, JSON.parse(JSON.stringify(a)))).toBe(true);
        if (sameValue(a, b)) expect(JSON.stringify(sorted(a))).toBe(JSON.stringify(sorted(b)));
      }),
    );
  });
});

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, sorted(one)]),
  );
}
