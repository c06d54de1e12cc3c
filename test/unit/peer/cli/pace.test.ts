import { describe, expect, test } from '@jest/globals';
import { mayBegin, Pace, type Slot } from '../../../../peer/cli/pace.ts';

const MIB = 1024 * 1024;

describe('mayBegin', () => {
  test('lets three run whatever their size, and of small ones 32', () => {
    expect(mayBegin([9000 * MIB, 9000 * MIB])).toBe(true);
    expect(mayBegin([9000 * MIB, 9000 * MIB, 9000 * MIB])).toBe(false);
    expect(mayBegin(Array(31).fill(50_000))).toBe(true);
    expect(mayBegin(Array(32).fill(50_000))).toBe(false);
  });

  test('counts one of unknown size as neither large nor small', () => {
    expect(mayBegin(Array(15).fill(undefined))).toBe(true);
    expect(mayBegin(Array(16).fill(undefined))).toBe(false);
  });
});

describe('Pace', () => {
  test('lets in the next in order when one turns out small, and when one ends', async () => {
    const pace = new Pace();
    const entered: Slot[] = [];
    const come = async (): Promise<void> => {
      entered.push(await pace.enter());
    };
    const all = Array.from({ length: 34 }, come);
    await Promise.all(all.slice(0, 16));
    expect(entered).toHaveLength(16);
    for (const slot of entered) slot.weigh(50_000);
    await Promise.all(all.slice(0, 31));
    for (const slot of entered) slot.weigh(50_000);
    await Promise.all(all.slice(0, 32));
    expect(entered).toHaveLength(32);
    entered[5]?.[Symbol.dispose]();
    await all[32];
    expect(entered).toHaveLength(33);
  });
});
