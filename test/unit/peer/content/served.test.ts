import { describe, expect, test } from '@jest/globals';
import type { Content } from '../../../../peer/content/content.ts';
import { ServedContent } from '../../../../peer/content/served.ts';

const aContent = (path: string, complete: boolean): Content =>
  ({ path, complete, read: async () => Buffer.from(path) }) as unknown as Content;

/** A whole document that is lent, and how often it was given back. */
function aLoan() {
  const loan = { content: aContent('whole', true), given: 0, giveBack: () => void loan.given++ };
  return loan;
}

describe('ServedContent', () => {
  test('is what has arrived, and then the whole document', async () => {
    const served = new ServedContent(aContent('part', false));
    served.use();
    expect(served.complete).toBe(false);
    expect(String(await served.read({ begin: 0, end: 1 }))).toBe('part');
    served.become(aLoan());
    expect(served).toMatchObject({ complete: true, path: 'whole' });
    expect(String(await served.read({ begin: 0, end: 1 }))).toBe('whole');
  });

  test('gives the whole document back when the last one who is served has gone, and once', () => {
    const served = new ServedContent(aContent('part', false));
    const [first, second] = [served.use(), served.use()];
    const loan = aLoan();
    served.become(loan);
    first?.();
    first?.();
    expect(loan.given).toBe(0);
    second?.();
    expect(loan.given).toBe(1);
  });

  test('gives it back at once when nobody is there', () => {
    const served = new ServedContent(aContent('part', false));
    const loan = aLoan();
    served.become(loan);
    expect(loan.given).toBe(1);
  });
});
