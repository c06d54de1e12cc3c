import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { messagesIn } from '../../../../../common/messages/messages.ts';
import { LANGUAGES } from '../../../../../common/messages/section.ts';
import { layoutColumns } from '../../../../../common/terminal/columns.ts';
import { ASCII, UNICODE } from '../../../../../common/terminal/glyphs.ts';
import { SnugColumns } from '../../../../../common/terminal/snug-columns.ts';
import type { Transfer, TransferState } from '../../../../../peer/operations/operations.ts';
import { transferColumns, transferSorts } from '../../../../../peer/tui/transfers/view.ts';
import { textOf } from '../../../../support/a-host.ts';
import { anyText, wrongWith } from '../../../../support/any-text.ts';
import { aResult, aTransfer } from '../../../../support/pane-parts.ts';

const STATES: readonly TransferState[] = ['waiting', 'running', 'paused', 'done', 'failed', 'cancelled'];
const FAILURE = { code: 'ERR_FETCH_NO_LIVE_HOLDER', message: 'no holder answers' };
const NONE = { cursor: false, marked: false, focused: true };

function rowOf(transfer: Transfer, columns: number, glyphs = UNICODE, messages = messagesIn('en')): string {
  const drawing = { messages, glyphs, now: () => 61_000, reason: ({ message }: typeof FAILURE) => message };
  const snug = new SnugColumns(transferColumns(drawing));
  snug.look([transfer], undefined, 0);
  return textOf([layoutColumns(snug.fitted, columns, glyphs).line(transfer, NONE)]);
}

describe('transferColumns', () => {
  test('shows of a running one what it is at, how far, how quickly and for how long still', () => {
    const row = rowOf(aTransfer({ step: 'fetching' }), 160);
    expect(row).toMatch(
      /▸ fetching +Introdução à Álgebra\.pdf +█+░+ +41 % +500\.0 kB\/s +2\.4 s +3 +2\.0 MB/,
    );
  });

  test('tells every state by a word and a sign of its own', () => {
    for (const glyphs of [UNICODE, ASCII]) {
      const rows = STATES.map((state) => rowOf(aTransfer({ state }), 60, glyphs).trim().slice(0, 12));
      expect(new Set(rows.map((row) => row.slice(0, 1))).size).toBe(STATES.length);
      expect(new Set(rows.map((row) => row.slice(2))).size).toBe(STATES.length);
    }
  });

  test('says why it failed, when it ended and how many delivered', () => {
    const failed = rowOf(aTransfer({ state: 'failed', failure: FAILURE }), 200);
    expect(failed).toContain('! failed');
    expect(failed).toContain('no holder answers');
    const done = rowOf(aTransfer({ state: 'done', endedAt: 1000, result: aResult() }), 200);
    expect(done).toMatch(/✓ done .* 100 % .* 1 +2\.0 MB +1 min ago/);
  });

  test('says who is missing and when it is tried again, in any width', () => {
    const napping = aTransfer({
      state: 'waiting',
      rate: 0,
      failure: { code: 'ERR_TRACKER_UNREACHABLE', message: 'no tracker answers' },
      nextTryAt: 61_000 + 19_400,
    });
    expect(rowOf(napping, 60)).toMatch(/· no tracker +Introd.* in 20 s/);
    expect(rowOf({ ...napping, failure: FAILURE, nextTryAt: 361_000 }, 160)).toMatch(
      /· no holder +Introd.* in 5 min .*no holder answers/,
    );
  });

  test('keeps state, name, share, rate and time left at 60 columns', () => {
    expect(rowOf(aTransfer(), 60)).toMatch(/▸ fetching +Introdução à Ál.* 41 % +500\.0 kB\/s/);
  });

  test('has rows of the right width for any name, size of document and language', () => {
    const aRow = fc.record({
      name: anyText,
      size: fc.nat(),
      verifiedBytes: fc.nat(),
      state: fc.constantFrom(...STATES),
      rate: fc.nat(),
      failure: anyText.map((message) => ({ code: 'ERR_X', message })),
    });
    const columns = fc.integer({ min: 1, max: 200 });
    fc.assert(
      fc.property(aRow, columns, fc.constantFrom(...LANGUAGES), (given, width, language) => {
        const messages = messagesIn(language);
        const drawing = {
          messages,
          glyphs: UNICODE,
          now: () => 0,
          reason: ({ message }: typeof FAILURE) => message,
        };
        const line = layoutColumns(transferColumns(drawing), width).line(aTransfer(given), NONE);
        expect(wrongWith([line], { columns: width, rows: 1 })).toBeUndefined();
      }),
    );
  });
});

describe('transferSorts', () => {
  test('puts what runs first, then by state, the newest of each first', () => {
    const rows = [
      aTransfer({ id: 'old', state: 'done', endedAt: 10 }),
      aTransfer({ id: 'new', state: 'done', endedAt: 20 }),
      aTransfer({ id: 'failed', state: 'failed', endedAt: 5 }),
      aTransfer({ id: 'running', addedAt: 1 }),
      aTransfer({ id: 'waiting', state: 'waiting', addedAt: 30 }),
    ];
    const [byState] = transferSorts(messagesIn('en').transfers);
    const order = rows.toSorted(byState?.compare).map(({ id }) => id);
    expect(order).toEqual(['running', 'waiting', 'failed', 'new', 'old']);
  });

  test('is an order, whatever the rows', () => {
    const aRow = fc.record({
      id: fc.string({ minLength: 8, maxLength: 8 }),
      name: fc.string(),
      size: fc.nat(),
      verifiedBytes: fc.nat(),
      addedAt: fc.nat(),
      state: fc.constantFrom(...STATES),
    });
    fc.assert(
      fc.property(aRow, aRow, (a, b) => {
        for (const { compare } of transferSorts(messagesIn('en').transfers)) {
          const [there, back] = [compare(aTransfer(a), aTransfer(b)), compare(aTransfer(b), aTransfer(a))];
          if (a.id !== b.id) expect(Math.sign(there)).toBe(-Math.sign(back));
        }
      }),
    );
  });
});
