import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ByteRange } from '../../../common/range.ts';
import { Spans } from '../../../common/spans.ts';

const SIZE = 60;
const range = fc
  .tuple(fc.nat(SIZE), fc.nat(SIZE))
  .map(([a, b]) => ({ begin: Math.min(a, b), end: Math.max(a, b) }));
const step = fc.record({ add: fc.boolean(), range });

const offsets = ({ begin, end }: ByteRange) =>
  Array.from({ length: end - begin }, (_, index) => begin + index);

/** The same by a set of single bytes: slow and plain. */
function played(steps: readonly { add: boolean; range: ByteRange }[]) {
  const spans = new Spans();
  const bytes = new Set<number>();
  for (const { add, range } of steps) {
    if (add) spans.add(range);
    else spans.remove(range);
    for (const offset of offsets(range)) add ? bytes.add(offset) : bytes.delete(offset);
  }
  return { spans, bytes };
}

describe('Spans', () => {
  test('is the set of bytes that were added and not removed', () => {
    fc.assert(
      fc.property(fc.array(step), range, (steps, asked) => {
        const { spans, bytes } = played(steps);
        const ranges = [...spans.ranges()];
        expect(ranges.flatMap(offsets)).toEqual([...bytes].sort((a, b) => a - b));
        expect(spans.total).toBe(bytes.size);
        expect(spans.prefix).toBe(spans.missing({ begin: 0, end: SIZE + 1 })[0]?.begin);
        expect(spans.has(asked)).toBe(offsets(asked).every((offset) => bytes.has(offset)));
        expect(spans.missing(asked).flatMap(offsets)).toEqual(
          offsets(asked).filter((offset) => !bytes.has(offset)),
        );
      }),
    );
  });

  test('keeps the fewest ranges: disjoint and not touching', () => {
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const ranges = [...played(steps).spans.ranges()];
        expect(ranges.every(({ begin }, at) => begin > (ranges[at - 1]?.end ?? -1))).toBe(true);
      }),
    );
  });

  test('starts with the ranges it is given', () => {
    expect([
      ...new Spans([
        { begin: 5, end: 7 },
        { begin: 0, end: 5 },
      ]).ranges(),
    ]).toEqual([{ begin: 0, end: 7 }]);
  });

  test('takes 40,000 ranges in any order', () => {
    const spans = new Spans();
    for (let turn = 0; turn < 40_000; turn++) {
      const begin = ((turn * 17_389) % 40_000) * 10;
      spans.add({ begin, end: begin + 5 });
    }
    expect([spans.count, spans.total]).toEqual([40_000, 200_000]);
  });
});
