import { describe, expect, test } from '@jest/globals';
import { historyTable, transferTable } from '../../../../peer/cli/transfer-table.ts';
import { aResult, aTransfer } from '../../../support/a-transfer.ts';

const cells = (line: string | undefined) => (line ?? '').trim().split(/\s{2,}/);

describe('transferTable', () => {
  test('has what a running one is at, how much is here, and why one failed', () => {
    const failure = { code: 'ERR_FETCH_NO_LIVE_HOLDER', message: 'nobody\x1b[2J is up' };
    const lines = transferTable([
      aTransfer({ state: 'running', step: 'fetching', verifiedBytes: 999, rate: 12_300 }),
      aTransfer({ id: '00000001', state: 'failed', failure }),
    ]);
    expect(cells(lines[1])).toEqual(['3f2a1b00', 'fetching', '99 %', '12.3 kB/s', '1.0 kB', 'book.pdf']);
    expect(cells(lines[2])).toEqual(['00000001', 'failed', '0 %', '1.0 kB', 'book.pdf', 'nobody [2J is up']);
    expect(transferTable([])).toEqual([]);
  });
});

describe('historyTable', () => {
  test('has when each ended, how long it took, how quick it was, and the verdict', () => {
    const endedAt = new Date(2026, 10, 21, 14, 5).getTime();
    const ended = { startedAt: endedAt - 61_000, endedAt };
    const failure = { code: 'ERR_VERIFY_MISMATCH', message: 'wrong' };
    const lines = historyTable([
      aTransfer({ state: 'done', ...ended, result: aResult }),
      aTransfer({
        state: 'done',
        ...ended,
        result: { ...aResult, seconds: 0, fetchedBytes: 0, md5Ok: false },
      }),
      aTransfer({ state: 'failed', ...ended, failure }),
      aTransfer({ state: 'cancelled', endedAt }),
    ]);
    const rest = ['1.0 kB', 'book.pdf'];
    expect(lines.slice(1).map(cells)).toEqual([
      ['3f2a1b00', '2026-11-21 14:05', 'done', '0.5 s', '2.0 kB/s', 'ok', ...rest],
      ['3f2a1b00', '2026-11-21 14:05', 'done', '0.0 s', 'wrong', ...rest],
      ['3f2a1b00', '2026-11-21 14:05', 'failed', '1 min 01 s', ...rest, 'wrong'],
      ['3f2a1b00', '2026-11-21 14:05', 'cancelled', ...rest],
    ]);
  });
});
