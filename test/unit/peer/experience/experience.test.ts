import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeExperience, encodeExperience } from '../../../../peer/experience/experience.ts';

describe('decodeExperience', () => {
  test('gives what was encoded, to a byte a second, in its order', () => {
    const rates = fc.array(fc.tuple(fc.ipV4(), fc.integer({ min: 1, max: 2e9 })), { maxLength: 20 });
    fc.assert(
      fc.property(rates, (entries) => {
        const known = new Map(entries.map(([ip, rate]) => [`${ip}:8169`, rate / 1000]));
        expect([...decodeExperience(encodeExperience(known))]).toEqual([...known]);
      }),
    );
  });

  test('takes from any text only rates, and never fails', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        for (const rate of decodeExperience(text).values()) expect(rate).toBeGreaterThan(0);
      }),
    );
    expect(decodeExperience('{"version":1,"holders":{"a:1":5000,"b:2":-1,"c:3":"x","d:4":1e999}}')).toEqual(
      new Map([['a:1', 5]]),
    );
    expect(decodeExperience('{"version":2,"holders":{"a:1":5000}}').size).toBe(0);
    expect(decodeExperience('null').size).toBe(0);
  });

  test('takes no more than is ever written', () => {
    const many = new Map(Array.from({ length: 700 }, (_, place) => [`192.0.2.1:${place + 1}`, 1]));
    const known = decodeExperience(encodeExperience(many));
    expect(known.size).toBe(500);
    expect(known.has('192.0.2.1:700')).toBe(true);
  });
});
