import { describe, expect, test } from '@jest/globals';
import { createManyView, type ManyState, manyEnd, manyLine } from '../../../../peer/cli/many-view.ts';
import type { GetEvent, GetResult } from '../../../../peer/operations/operations.ts';
import { aRecorder } from '../../../support/a-recorder.ts';
import { aResult } from '../../../support/a-transfer.ts';

function aState(given: Partial<ManyState> = {}): ManyState {
  return { total: 500, fetched: 0, present: 0, failed: 0, bytes: 0, elapsedMs: 0, ...given };
}

function found(name: string, size: number): GetEvent {
  return { type: 'found', name, sha256: '', infoHash: '', size, pages: 1 };
}

function fetched(bytes: number): { document: string; result: GetResult } {
  return { document: 'x', result: { ...aResult, fetchedBytes: bytes } };
}

describe('manyLine', () => {
  test('says how many are done, how fast it goes, and when that ends', () => {
    const state = aState({ fetched: 90, present: 8, failed: 2, bytes: 4_500_000, elapsedMs: 500 });
    expect(manyLine(state)).toBe('100 of 500 documents, 2 failed, 4.5 MB, 9.0 MB/s, 2.0 s left');
  });

  test('promises nothing before one has ended', () => {
    expect(manyLine(aState())).toBe('0 of 500 documents, 0 B');
  });
});

describe('manyEnd', () => {
  test('tells what was fetched, what was here, and what failed', () => {
    const state = aState({ fetched: 1, bytes: 50_000, elapsedMs: 2000 });
    expect(manyEnd(state)).toBe('1 document fetched (50.0 kB in 2.0 s)');
    expect(manyEnd({ ...state, present: 3, failed: 2 })).toBe(
      '1 document fetched (50.0 kB in 2.0 s), 3 were here, 2 of 500 failed',
    );
  });
});

describe('createManyView', () => {
  test('shows the sum and the largest that run on a terminal, ten times a second at most', () => {
    const { output, lives } = aRecorder(true);
    let now = 0;
    const view = createManyView(output, 3, () => now);
    view.show(0, found('small.pdf', 1000));
    view.show(1, found('large\u001b.pdf', 9000));
    expect(lives).toEqual([]);
    now = 200;
    view.show(1, { type: 'progress', verified: 4500, size: 9000, pagesHeld: 0, holders: [] });
    expect(lives).toEqual([
      [
        '0 of 3 documents, 4.5 kB, 22.5 kB/s',
        expect.stringMatching(/^ {2} 50 % of +9\.0 kB {2}large.*\.pdf$/),
        '    0 % of   1.0 kB  small.pdf',
      ],
    ]);
    expect(lives.flat().join('')).not.toContain('\u001b');
  });

  test('counts what came of each', () => {
    const { output } = aRecorder(false);
    const view = createManyView(output, 3, () => 0);
    view.ended(0, fetched(1000));
    view.ended(1, fetched(0));
    view.ended(2, { document: 'x', error: new Error('no') });
    expect(view.state).toMatchObject({ fetched: 1, present: 1, failed: 1, bytes: 1000 });
  });

  test('says by name what is wrong with a holder, and not what each document passes through', () => {
    const { output, notes } = aRecorder(false);
    const view = createManyView(output, 2, () => 0);
    view.show(0, found('book.pdf', 1000));
    view.show(0, { type: 'probing', holders: 1 });
    view.show(0, { type: 'banned', address: '192.0.2.1:1', reason: 'wrong bytes' });
    expect(notes).toEqual(['book.pdf: banned 192.0.2.1:1: wrong bytes']);
  });
});
