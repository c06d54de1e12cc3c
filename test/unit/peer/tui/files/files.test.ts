import { describe, expect, test } from '@jest/globals';
import type { FileRow, Transfer } from '../../../../../peer/operations/operations.ts';
import { createFilesPane } from '../../../../../peer/tui/files/files.ts';
import { aFileRow, HOSTILE_NAMES } from '../../../../support/a-file-row.ts';
import { aFilesPane } from '../../../../support/a-files-pane.ts';
import { textOf } from '../../../../support/a-host.ts';
import { wrongWith } from '../../../../support/any-text.ts';
import { aTransfer, paneParts } from '../../../../support/pane-parts.ts';

const SIZES = [
  [60, 14],
  [80, 22],
  [109, 30],
  [110, 30],
  [200, 58],
  [1, 1],
  [2, 5],
  [5, 5],
  [40, 8],
] as const;

const hashOf = (at: number) => at.toString(16).padStart(40, '0');
const partial = aFileRow({ state: 'partial', heldPercent: 4, pagesHeld: 12 });

describe('createFilesPane', () => {
  test('says what to do when nothing is here', () => {
    const { text } = aFilesPane([]);
    expect(text()).toContain('Press a to publish');
    expect(text(60, 14)).toContain('Press a to publish');
  });

  test('says that the list is being read before it is complete', () => {
    const pane = createFilesPane(paneParts());
    expect(textOf(pane.view({ columns: 80, rows: 22 }))).toContain('Reading the list');
  });

  test.each<[string, FileRow, Transfer | undefined]>([
    ['✓ serving', aFileRow(), undefined],
    ['- not served', aFileRow({ state: 'idle' }), undefined],
    ['! damaged: file is gone', aFileRow({ state: 'missing' }), undefined],
    ['! damaged: file changed', aFileRow({ state: 'changed' }), undefined],
    ['% partial: 12 of 300 pages', partial, undefined],
    ['% partial: 4 %', { ...partial, pages: 0 }, undefined],
    ['↓ fetching 41 %', { ...partial, state: 'fetching' }, aTransfer()],
    ['↓ fetching 4 %', { ...partial, state: 'fetching' }, undefined],
    ['↓ looking for holders', partial, aTransfer({ step: 'probing' })],
    ['↓ verifying', partial, aTransfer({ step: 'announcing' })],
    ['… waiting', partial, aTransfer({ state: 'waiting' })],
    ['= paused 41 %', partial, aTransfer({ state: 'paused' })],
    ['✗ failed 41 %', partial, aTransfer({ state: 'failed' })],
    ['% partial: 12 of 300 pages', partial, aTransfer({ state: 'cancelled' })],
    ['✓ serving', aFileRow(), aTransfer({ state: 'failed' })],
  ])('shows %j', (shown, file, transfer) => {
    const { text } = aFilesPane([file], { transfers: transfer === undefined ? [] : [transfer] });
    expect(text()).toContain(shown);
  });

  test('shows name, state and size in 60 cells, and everything in 120', () => {
    const { text } = aFilesPane([partial]);
    expect(text(60, 14)).toMatch(/algebra\.pdf +% partial: 12 of 300 p.* +1\.2 MB/);
    const wide = aFilesPane([{ ...partial, holders: 4, downRate: 2_500_000, upRate: 1000, ratio: 1.5 }]);
    expect(wide.text(120, 30)).toMatch(/algebra\.pdf .* 300 +1\.2 MB +4 +2\.5 MB\/s +1\.0 kB\/s +1\.50/);
  });

  test('gives rates their place at 80 columns, and the name what states do not need', () => {
    const name = 'harbour-log.pdf';
    const { text } = aFilesPane([aFileRow({ name, downRate: 0, upRate: 120_000 })]);
    expect(text(80, 24)).toMatch(/harbour-log\.pdf +✓ serving .*120\.0 kB\/s/);
  });

  test.each(SIZES)('fills %d x %d cells, whatever the names', (columns, rows) => {
    const { pane } = aFilesPane(HOSTILE_NAMES.map((name, at) => aFileRow({ name, infoHash: hashOf(at) })));
    const actions = ['list-down', 'details', 'map', 'map', 'details', 'details', 'list-bottom', 'details'];
    for (const action of actions) {
      pane.act(action);
      expect(wrongWith(pane.view({ columns, rows }), { columns, rows })).toBeUndefined();
    }
  });

  test('formats only the rows that are seen, of 10,000', () => {
    let read = 0;
    const rows = Array.from({ length: 10_000 }, (_, at) =>
      Object.defineProperty(aFileRow({ infoHash: hashOf(at) }), 'ratio', {
        get: () => ++read,
        enumerable: true,
      }),
    );
    const { pane, text } = aFilesPane(rows);
    read = 0;
    pane.act('list-page-down');
    text(200, 40);
    expect(read).toBeGreaterThan(10);
    // once for its width, once to be seen
    expect(read).toBeLessThan(100);
  });

  test('closes details that stand alone when another screen takes their document away, and says so', () => {
    const [first, second] = [
      aFileRow({ name: 'first.pdf', infoHash: hashOf(1) }),
      aFileRow({ name: 'second.pdf', infoHash: hashOf(2) }),
    ];
    const { pane, host, parts, text } = aFilesPane([first, second]);
    pane.act('details');
    expect(text()).toContain('MD5');
    parts.feed.take({ part: 'files', changed: [], removed: [hashOf(1)], complete: true });
    expect(text()).not.toMatch(/MD5|first\.pdf/);
    expect(host.said).toEqual(['“first.pdf” is not here any more']);
  });

  test('shows beside the list the details of what is under the cursor, also when rows come and go', () => {
    const rows = [2, 3].map((at) => aFileRow({ name: `${at}.pdf`, infoHash: hashOf(at) }));
    const { pane, parts, text } = aFilesPane(rows);
    const details = () => /Details .*\n.*││(\d\.pdf)/.exec(text(120, 30))?.[1];
    text(120, 30);
    pane.act('details');
    expect(details()).toBe('2.pdf');
    const before = aFileRow({ name: '1.pdf', infoHash: hashOf(1) });
    parts.feed.take({ part: 'files', changed: [before], removed: [], complete: true });
    expect(details()).toBe('2.pdf');
    parts.feed.take({ part: 'files', changed: [], removed: [hashOf(2)], complete: true });
    expect(details()).toBe('3.pdf');
  });

  test('shows details beside the list where there is room, else alone', () => {
    const { pane, text } = aFilesPane([aFileRow()]);
    text(110, 30);
    pane.act('details');
    expect(text(110, 30)).toContain('┐┌ Details');
    expect(text(110, 30)).toMatch(/MD5 +c{20,}/);
    pane.act('details');
    expect(text(110, 30)).not.toContain('My files');
    pane.act('back');
    expect(text(110, 30)).not.toContain('Details');

    const narrow = aFilesPane([aFileRow()]);
    narrow.pane.act('details');
    expect(narrow.text(80, 30)).toContain('Details');
    expect(narrow.text(80, 30)).not.toContain('My files');
  });
});
