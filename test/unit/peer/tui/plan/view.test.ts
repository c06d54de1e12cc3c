import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { messagesIn } from '../../../../../common/messages/messages.ts';
import { LANGUAGES } from '../../../../../common/messages/section.ts';
import { ASCII, UNICODE } from '../../../../../common/terminal/glyphs.ts';
import { Scroll } from '../../../../../common/terminal/scroll.ts';
import type { GetEvent } from '../../../../../peer/operations/operations.ts';
import { foldPlan, NO_PLAN, planOfResult } from '../../../../../peer/tui/plan/plan.ts';
import type { PlanShown } from '../../../../../peer/tui/plan/shown.ts';
import { planLines } from '../../../../../peer/tui/plan/view.ts';
import { aHolder, aPlannedHolder } from '../../../../support/a-holder.ts';
import { textOf } from '../../../../support/a-host.ts';
import { anySize, anyText, wrongWith } from '../../../../support/any-text.ts';
import { aResult, aTransfer } from '../../../../support/pane-parts.ts';

const DRAWING = { messages: messagesIn('en'), glyphs: UNICODE };
/** what a dialog has on a screen of 60 x 16 */
const SMALL = { columns: 58, rows: 13 };
const WIDE = { columns: 116, rows: 34 };

const HOLDERS = [
  aPlannedHolder({ plannedPercent: 58.33, runs: [{ firstPage: 1, lastPage: 58 }] }),
  aPlannedHolder({
    address: '192.0.2.2:8169',
    rank: 2,
    latencyMs: 41,
    plannedPercent: 25,
    runs: [{ firstPage: 59, lastPage: 83 }],
  }),
  aPlannedHolder({
    address: '192.0.2.3:8169',
    rank: 3,
    latencyMs: 82,
    plannedPercent: 16.67,
    runs: [{ firstPage: 84, lastPage: 100 }],
  }),
];

function found(name = 'Introdução à Álgebra.pdf'): GetEvent {
  return {
    type: 'found',
    name,
    sha256: 'e'.repeat(64),
    infoHash: 'a'.repeat(40),
    size: 2_000_000,
    pages: 100,
  };
}

const PLANNED: readonly GetEvent[] = [
  found(),
  { type: 'probing', holders: 3 },
  { type: 'planned', holders: HOLDERS },
];
const RUNNING: readonly GetEvent[] = [
  ...PLANNED,
  {
    type: 'progress',
    verified: 820_000,
    size: 2_000_000,
    pagesHeld: 41,
    holders: [
      aHolder(),
      aHolder({ address: '192.0.2.2:8169', state: 'done', rate: 0, bytes: 70_000, remaining: 0 }),
      aHolder({ address: '192.0.2.3:8169', state: 'lost', reason: 'it fell silent', rate: 0, bytes: 0 }),
    ],
  },
  { type: 'taken-over', from: '192.0.2.3:8169', by: '192.0.2.1:8169', bytes: 340_000, why: 'it fell silent' },
];
const ENDED: readonly GetEvent[] = [
  ...RUNNING,
  { type: 'verifying' },
  { type: 'verified', md5: 'd'.repeat(32), md5Ok: true },
  {
    type: 'announced',
    trackers: ['http://t'],
    holders: ['192.0.2.1:8169', '192.0.2.2:8169', '192.0.2.3:8169', '192.0.2.4:8169'],
  },
  { type: 'done', result: aResult() },
];

function shown(events: readonly GetEvent[], given: Partial<PlanShown> = {}): PlanShown {
  const plan = events.reduce(foldPlan, NO_PLAN);
  return { plan, transfer: undefined, asked: 'asked.pdf', failure: '', again: '', ...given };
}

function text(what: PlanShown, size = WIDE, drawing = DRAWING): string {
  return textOf(planLines(what, size, drawing));
}

describe('planLines', () => {
  test('shows what was asked for while it is looked for, and that holders are probed', () => {
    expect(text(shown([]))).toMatch(/^asked\.pdf.*Looking for the document/s);
    expect(text(shown([found(), { type: 'probing', holders: 3 }]))).toContain('Probing 3 holders...');
  });

  test('shows the plan before a byte has come: rank, latency, share and pages of each holder', () => {
    const lines = text(shown(PLANNED)).split('\n');
    expect(lines.find((line) => line.includes('192.0.2.1'))).toMatch(
      /1 192\.0\.2\.1:8169 .* 0\.40 ms +58 % 1-58 /,
    );
    expect(lines.find((line) => line.includes('192.0.2.3'))).toMatch(
      /3 192\.0\.2\.3:8169 .* 82 ms +17 % 84-100 /,
    );
  });

  test('shows the whole, each holder and who took over while it runs', () => {
    const all = text(shown(RUNNING));
    expect(all).toMatch(/41 % +820\.0 kB of 2\.0 MB +41 of 100 pages/);
    expect(all).toMatch(/500\.0 kB\/s +2\.4 s left/);
    expect(all).toMatch(/▸ fetching +█+░+ +500\.0 kB\/s +750\.0 kB/);
    expect(all).toContain('✓ found  ✓ probed  ✓ planned  ▸ fetched  · merged  · MD5  · announced');
    expect(all).toContain('192.0.2.1:8169 took over 340.0 kB from 192.0.2.3:8169: it fell silent');
    expect(all).toContain('192.0.2.3:8169 lost: it fell silent');
  });

  test('is readable in a dialog at 60 x 16: who delivers what, how quickly, and the steps', () => {
    const lines = text(shown(RUNNING), SMALL).split('\n');
    expect(lines.find((line) => line.includes(' 192.0.2.1'))).toMatch(
      /1 192\.0\.2\.1:8169 .*0\.40 ms +58 %.*▸ fetching.*500\.0 kB\/s/,
    );
    expect(lines.join(' ')).toMatch(/✓ found .* ▸ fetched .* · MD5 .* · announced/);
    expect(lines.join(' ')).toContain('took over');
  });

  test('ends with MD5 ok and the number of holders, with their addresses', () => {
    for (const size of [WIDE, SMALL]) {
      const all = text(shown(ENDED), size);
      expect(all).toContain('✓ MD5 ok');
      expect(all).toContain('announced: 4 holders');
      expect(all).toContain('2.0 MB fetched in 4.0 s (500.0 kB/s)');
    }
    expect(text(shown(ENDED))).toContain('4 holders now: 192.0.2.1:8169, 192.0.2.2:8169');
  });

  test('says of an ended transfer what its result tells', () => {
    const what = { ...shown([]), plan: planOfResult(aResult()), transfer: aTransfer({ state: 'done' }) };
    expect(text(what)).toMatch(/MD5 ok.*1 192\.0\.2\.1:8169/s);
  });

  test('names the reason of a failure and where it stood, what is paused, and what waits', () => {
    const failure = 'no holder answers';
    expect(text(shown(PLANNED.slice(0, 2), { failure }))).toMatch(/Failed: no holder answers.*✗ probed/s);
    expect(text(shown(PLANNED.slice(0, 2), { failure }))).toContain('No holder has answered.');
    expect(text(shown(PLANNED.slice(0, 2)))).toContain('No holder is known yet.');
    const paused = text(shown(RUNNING, { transfer: aTransfer({ state: 'paused' }) }));
    expect(paused).toContain('Paused. Press p');
    expect(paused).toMatch(/· waiting +█+░+ +750\.0 kB/);
    expect(text(shown([], { transfer: aTransfer({ state: 'waiting' }) }))).toContain('Waiting for its turn');
    const wrong: GetEvent[] = [
      ...RUNNING,
      { type: 'verifying' },
      { type: 'verified', md5: 'd', md5Ok: false },
    ];
    expect(text(shown(wrong, { failure }))).toContain('✗ MD5 WRONG');
    const believed: GetEvent[] = [
      ...RUNNING,
      { type: 'verifying' },
      { type: 'verified', md5: 'd', md5Ok: true, md5Believed: true },
    ];
    expect(text(shown(believed))).toContain('✓ parts ok, MD5 as published');
  });

  test('says the reasons of the engine in the language of the screen', () => {
    const all = text(shown(RUNNING), WIDE, { ...DRAWING, messages: messagesIn('pt') });
    expect(all).toContain('192.0.2.3:8169 perdido: parou de responder');
  });

  test('has lines of the right width, whatever others are called, in every language and size', () => {
    const events = fc
      .record({ name: anyText, address: anyText, reason: anyText })
      .map(({ name, address, reason }) => [
        found(name),
        { type: 'probing', holders: 1 } as const,
        { type: 'planned', holders: [aPlannedHolder({ address, client: reason })] } as const,
        { type: 'banned', address, reason } as const,
        { type: 'taken-over', from: address, by: address, bytes: 5, why: reason } as const,
        { type: 'notice', message: reason } as const,
      ]);
    fc.assert(
      fc.property(
        events,
        anySize,
        fc.constantFrom(...LANGUAGES),
        fc.boolean(),
        (all, size, language, ascii) => {
          const drawing = { messages: messagesIn(language), glyphs: ascii ? ASCII : UNICODE };
          expect(wrongWith(planLines(shown(all), size, drawing), size)).toBeUndefined();
        },
      ),
    );
  });

  test('scrolls to the last line of a plan with more holders than rows, and formats only those that are seen', () => {
    const holders = Array.from({ length: 10_000 }, (_, at) =>
      aPlannedHolder({ address: `h${at}:1`, rank: at + 1 }),
    );
    const what = shown([found(), { type: 'probing', holders: 3 }, { type: 'planned', holders }]);
    const scroll = new Scroll();
    const seen = () => textOf(planLines(what, SMALL, DRAWING, scroll));
    expect(seen()).toContain('h0:1');
    scroll.act('list-bottom');
    expect(seen()).toContain('h9999:1');
  });
});
