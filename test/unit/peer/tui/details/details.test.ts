import { describe, expect, test } from '@jest/globals';
import type { DocumentDetails, Holder } from '../../../../../common/tracker-api/publication.ts';
import type { Operations, PageHeat, PlannedHolder } from '../../../../../peer/operations/operations.ts';
import { type DetailsOptions, DetailsPane } from '../../../../../peer/tui/details/details.ts';
import { holderRows } from '../../../../../peer/tui/details/facts.ts';
import { aFileRow, HOSTILE_NAMES } from '../../../../support/a-file-row.ts';
import { textOf } from '../../../../support/a-host.ts';
import { wrongWith } from '../../../../support/any-text.ts';
import { eventually } from '../../../../support/eventually.ts';
import { aTransfer, paneParts } from '../../../../support/pane-parts.ts';

function aHolder(holder: Partial<Holder> = {}): Holder {
  return {
    client: 'pageswarm',
    addresses: ['10.0.0.2:6881'],
    complete: true,
    heldPercent: 100,
    ageMs: 4000,
    ...holder,
  };
}

function someDetails(details: Partial<DocumentDetails> = {}): DocumentDetails {
  return {
    ...aFileRow(),
    aliases: ['also.pdf'],
    title: 'Introdução à Álgebra',
    author: 'Ana Souza',
    subject: '',
    keywords: '',
    publishedAt: 1_700_000_000_000,
    holderList: [aHolder(), aHolder({ addresses: ['10.0.0.3:6881'], complete: false, heldPercent: 41.5 })],
    wordsPerPage: [120, 0, 480],
    publication: {},
    ...details,
  } as unknown as DocumentDetails;
}

const HEAT: PageHeat = {
  unit: 'page',
  estimated: false,
  pages: 3,
  held: [100, 100, 0],
  arriving: [-1, -1, 0],
  availability: [2, 2, 1],
  holders: ['10.0.0.2:6881'],
};

function aDetailsPane(operations: Partial<Operations> = {}, options: DetailsOptions = {}) {
  const parts = paneParts({
    show: () => Promise.resolve(someDetails()),
    heat: () => Promise.resolve(HEAT),
    preview: () => Promise.resolve({ width: 2, height: 3, rgb: Buffer.alloc(18, 200).toString('base64') }),
    ...operations,
  });
  const pane = new DetailsPane(parts, options);
  const text = (columns = 100, rows = 60) => textOf(pane.view({ columns, rows }));
  const shows = (what: string) =>
    eventually(() => (text().includes(what) ? text() : undefined), `${what} in\n${text()}`);
  return { parts, pane, text, shows };
}

const partial = aFileRow({ state: 'partial', heldPercent: 66, pagesHeld: 2, pages: 3 });

describe('DetailsPane', () => {
  test('shows what is known at once, and what the trackers tell when they have', async () => {
    const { parts, pane, text, shows } = aDetailsPane();
    parts.feed.take({ part: 'files', changed: [partial], removed: [], complete: true });
    pane.show(partial);
    expect(text()).toMatch(/MD5 +c{32}/);
    expect(text()).toContain('Asking the trackers');

    await shows('2 holders');
    expect(text()).toMatch(/Title +Introdução à Álgebra/);
    expect(text()).toMatch(/Author +Ana Souza/);
    expect(text()).toContain('600 words, 200 a page; at most 480, page 3');
    expect(text()).toMatch(/10\.0\.0\.3:6881 +41\.5 %/);
  });

  test('shows the map of a document that is here in part, and goes on asking for it', async () => {
    let asked = 0;
    const { parts, pane, shows } = aDetailsPane({
      heat: () => Promise.resolve(++asked > 1 ? HEAT : { ...HEAT, held: [0, 0, 0] }),
    });
    parts.feed.take({ part: 'files', changed: [partial], removed: [], complete: true });
    parts.feed.take({ part: 'transfers', changed: [aTransfer()], removed: [], complete: true });
    pane.show(partial);
    await shows('██A');
    expect(asked).toBeGreaterThan(1);
    pane.show(undefined);
  });

  test('asks once for the map of a whole document, and for none of one that is not here', async () => {
    let asked = 0;
    const heat = () =>
      Promise.resolve({ ...HEAT, held: [100, 100, 100], arriving: [-1, -1, -1], pages: ++asked + 2 });
    const { parts, pane, shows } = aDetailsPane({ heat });
    parts.feed.take({ part: 'files', changed: [aFileRow({ pages: 3 })], removed: [], complete: true });
    pane.show(aFileRow());
    await shows('1 ███');
    expect(asked).toBe(1);
    pane.show({ infoHash: 'd'.repeat(40), sha256: '', name: 'other.pdf' });
    await shows('2 holders');
    expect(asked).toBe(1);
  });

  test('shows the chosen page as a picture, or why there is none', async () => {
    const pages: number[] = [];
    const preview: Operations['preview'] = ({ page }) => {
      pages.push(page);
      return page === 3
        ? Promise.reject(new Error('page 3 has not arrived'))
        : Promise.resolve({ width: 2, height: 3, rgb: Buffer.alloc(18, 200).toString('base64') });
    };
    const { parts, pane, shows, text } = aDetailsPane({ preview });
    parts.feed.take({ part: 'files', changed: [partial], removed: [], complete: true });
    pane.show(partial);
    await shows('▀▀');
    expect(text()).toContain('Page 1 of 3');
    pane.act('page-after');
    pane.act('page-after');
    pane.act('page-after');
    await shows('page 3 has not arrived');
    expect([...new Set(pages)]).toEqual([1, 3]); // page 2 was passed; page 1 is drawn again when its place becomes another
  });

  test('says what the trackers answered when they tell nothing', async () => {
    const { pane, shows } = aDetailsPane({ show: () => Promise.reject(new Error('no tracker answers')) });
    pane.show(aFileRow());
    await shows('The trackers tell nothing more: no tracker answers');
  });

  test('asks nothing about a document that nobody looks at any more', async () => {
    const asked: string[] = [];
    const show = (document: string) => Promise.resolve(someDetails({ name: String(asked.push(document)) }));
    const { pane, shows } = aDetailsPane({ show });
    for (const at of [1, 2, 3])
      pane.show({ infoHash: String(at).repeat(40), sha256: String(at).repeat(64), name: '' });
    await shows('2 holders');
    expect(asked).toEqual(['3'.repeat(64)]);
  });

  test('chooses the page that is clicked in the map', async () => {
    const { parts, pane, shows, text } = aDetailsPane();
    parts.feed.take({ part: 'files', changed: [partial], removed: [], complete: true });
    pane.show(partial);
    const lines = (await shows('██')).split('\n');
    const row = lines.findIndex((line) => line.startsWith('1 ██'));
    pane.mouse({ type: 'press', column: 3, row });
    expect(text()).toContain('Page 2 of 3');
    pane.act('map');
    expect(text()).not.toContain('MD5');
  });

  test.each([
    [100, 30],
    [60, 14],
    [59, 10],
    [5, 5],
    [1, 1],
  ])('fills %d x %d cells, whatever it is told', async (columns, rows) => {
    const name = HOSTILE_NAMES.join(' ');
    const details = someDetails({
      title: name,
      author: name,
      subject: name,
      keywords: name,
      aliases: [...HOSTILE_NAMES],
    });
    const holderList = HOSTILE_NAMES.map((address) => aHolder({ addresses: [address] }));
    const file = aFileRow({ ...partial, name, path: name });
    const { parts, pane, shows } = aDetailsPane({ show: () => Promise.resolve({ ...details, holderList }) });
    parts.feed.take({ part: 'files', changed: [file], removed: [], complete: true });
    pane.show(file);
    await shows('holders');
    for (let at = 0; at < 60; at++) {
      expect(wrongWith(pane.view({ columns, rows }), { columns, rows })).toBeUndefined();
      pane.scroll('list-down');
    }
    pane.act('map');
    expect(wrongWith(pane.view({ columns, rows }), { columns, rows })).toBeUndefined();
    pane.show(undefined);
  });
});

describe('holderRows', () => {
  const planned: PlannedHolder = {
    address: '10.0.0.3:6881',
    client: 'Pageswarm 0.1',
    rank: 1,
    latencyMs: 4,
    plannedPercent: 58,
    runs: [],
  };

  test('puts the ranked first, then who holds most', () => {
    const holders = [
      aHolder({ addresses: ['10.0.0.1:1'], complete: false, heldPercent: 20 }),
      aHolder({ addresses: ['10.0.0.2:1'] }),
      aHolder({ addresses: ['192.168.0.3:6881', '10.0.0.3:6881'], complete: false, heldPercent: 5 }),
    ];
    const rows = holderRows(holders, [planned], []);
    expect(rows.map(({ address, rank, latencyMs }) => [address, rank, latencyMs])).toEqual([
      ['10.0.0.3:6881', 1, 4],
      ['10.0.0.2:1', undefined, undefined],
      ['10.0.0.1:1', undefined, undefined],
    ]);
  });
});
