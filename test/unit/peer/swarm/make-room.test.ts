import { describe, expect, test } from '@jest/globals';
import { type Guest, whoGoes } from '../../../../peer/swarm/make-room.ts';

const guest = (ip: string, { ageMs = 60_000, busy = true }: Partial<Guest> = {}): Guest => ({
  ip,
  ageMs,
  busy,
});

describe('whoGoes', () => {
  test('takes the place of one who did nothing, from the address that has the most', () => {
    const [alone, first, second] = [guest('a', { busy: false }), guest('b', { busy: false }), guest('b')];
    expect(whoGoes([alone, first, second, guest('c')], 'd')).toBe(first);
    expect(whoGoes([alone, second, guest('b')], 'd')).toBe(alone);
  });

  test('lets one who has just come say what it wants', () => {
    expect(whoGoes([guest('a', { busy: false, ageMs: 100 })], 'b')).toBeUndefined();
  });

  test('takes the newest place of an address that has many', () => {
    const many = Array.from({ length: 5 }, () => guest('a'));
    expect(whoGoes([...many, guest('b')], 'c')).toBe(many[4]);
  });

  test('sends the newcomer away when nobody has more than it would have', () => {
    expect(whoGoes([guest('a'), guest('a'), guest('b')], 'a')).toBeUndefined();
    expect(whoGoes([guest('a'), guest('b')], 'c')).toBeUndefined();
    expect(whoGoes([], 'c')).toBeUndefined();
  });
});
