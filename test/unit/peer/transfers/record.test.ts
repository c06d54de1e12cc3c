import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseInfoHash } from '../../../../common/ids.ts';
import type { Entry, Phase } from '../../../../peer/transfers/entry.ts';
import { formatTransfer, parseTransfer } from '../../../../peer/transfers/record.ts';
import { aResult } from '../../../support/a-transfer.ts';

const holder = {
  address: '192.0.2.1:8169',
  latencyMs: 1.25,
  rank: 1,
  plannedPercent: 58.33,
  runs: [{ firstPage: 1, lastPage: 7 }],
  bytes: 1000,
  banned: false,
  reason: '',
};

const phases: readonly Phase[] = [
  { state: 'waiting', turn: 7, asleep: true },
  { state: 'paused' },
  { state: 'done', endedAt: 5, result: { ...aResult, holders: [holder] } },
  { state: 'done', endedAt: 5, result: { ...aResult, md5Believed: true } },
  { state: 'done', endedAt: 5, result: { ...aResult, digestSeconds: 0.25 } },
  { state: 'failed', endedAt: 5, failure: { code: 'ERR_X', message: 'why\n' } },
  { state: 'cancelled', endedAt: 5 },
];

function anEntry(phase: Phase): Entry {
  return {
    id: '3f2a1b00',
    subject: {
      infoHash: parseInfoHash('cd'.repeat(20)),
      sha256: '',
      name: '本\u001b.pdf',
      size: 1000,
      pages: 10,
      target: '/books/x.pdf',
    },
    request: { document: 'magnet:?', serve: true, out: '/books/', readingCopy: '/now.pdf' },
    verifiedBytes: 300,
    pagesHeld: 3,
    addedAt: 1,
    startedAt: 2,
    phase,
  };
}

describe('parseTransfer', () => {
  test('gives what formatTransfer was given', () => {
    for (const phase of phases) expect(parseTransfer(formatTransfer(anEntry(phase)))).toEqual(anEntry(phase));
  });

  test('keeps that MD5 and SHA-256 are to be believed', () => {
    const entry = anEntry({ state: 'paused' });
    const believing: Entry = { ...entry, request: { ...entry.request, believeDigests: true } };
    expect(parseTransfer(formatTransfer(believing))).toEqual(believing);
  });

  test('has one that was running when its node ended wait, asleep', () => {
    const running: Phase = {
      state: 'running',
      turn: 7,
      step: 'fetching',
      rate: 5,
      holders: 2,
      ending: 'paused',
    };
    expect(parseTransfer(formatTransfer(anEntry(running))).phase).toEqual(phases[0]);
  });

  test('names what is wrong, for any change of a record', () => {
    const text = formatTransfer(anEntry(phases[2] as Phase));
    const change = fc.record({
      at: fc.nat(text.length - 1),
      cut: fc.nat(20),
      put: fc.string({ maxLength: 5 }),
    });
    fc.assert(
      fc.property(change, ({ at, cut, put }) => {
        try {
          parseTransfer(text.slice(0, at) + put + text.slice(at + cut));
        } catch (error) {
          const { name, code } = error as { name: string; code?: string };
          expect(
            name === 'SyntaxError' || /^ERR_(TRANSFER_RECORD_DAMAGED|ID_NOT_A_DIGEST)$/.test(code ?? ''),
          ).toBe(true);
        }
      }),
    );
  });
});
