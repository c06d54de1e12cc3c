import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import type { DocumentSummary } from '../../../../../common/tracker-api/publication.ts';
import type { NetworkState, Operations } from '../../../../../peer/operations/operations.ts';
import type { Found } from '../../../../../peer/tui/search/found.ts';
import { createSearchPane } from '../../../../../peer/tui/search/search.ts';
import { aHost, keysOf, textOf } from '../../../../support/a-host.ts';
import { anySize, anyText, wrongWith } from '../../../../support/any-text.ts';
import { aFound, aMachine, aTransfer, paneParts } from '../../../../support/pane-parts.ts';
import { settled } from '../../../../support/settled.ts';

const SMALL = { columns: 60, rows: 14 };
const WIDE = { columns: 160, rows: 30 };

const NETWORK: NetworkState = {
  interface: '',
  addresses: [],
  trackers: [{ url: 'http://192.0.2.9:8168', ok: true, message: '' }],
  peers: [],
  bans: [],
  upRate: 0,
  downRate: 0,
  uploadedBytes: 0,
  downloadedBytes: 0,
};

const NAMES = ['Zoologia.pdf', 'Álgebra.pdf', 'Kalkül.pdf'];

function rowsOf(names: readonly string[]): Found[] {
  return names.map((name, at) =>
    aFound({ name, sha256: String(at).padStart(64, '0'), infoHash: String(at).padStart(40, '0') }),
  );
}

function aPane(operations: Partial<Operations> = {}, names: readonly string[] = NAMES, confirm = true) {
  const host = aHost({ confirm, prompt: '/here/a.torrent' });
  const parts = paneParts(operations, host);
  publish(rowsOf(names));
  const machine = aMachine();
  const pane = createSearchPane(parts, machine);
  const show = (size = SMALL) => textOf(pane.view(size));
  show();
  const press = async (...actions: readonly string[]) => {
    for (const action of actions) pane.act(action);
    await settled();
  };
  const type = (text: string) => keysOf(text).forEach((key) => void pane.type?.(key));
  return { pane, parts, host, machine, show, press, type, publish };

  function publish(rows: readonly Found[], trouble = '') {
    const changed = rows as unknown as readonly DocumentSummary[];
    parts.feed.take({ part: 'published', changed, removed: [], complete: true, trouble });
  }
}

/** The names in the list, from the top. */
function listed(text: string): string[] {
  return text.split('\n').flatMap((line) => /(\S+\.pdf)/.exec(line)?.[1] ?? []);
}

describe('createSearchPane', () => {
  test('shows everything published by name, and what is new as it comes', () => {
    const { show, publish } = aPane();
    expect(listed(show())).toEqual(['Álgebra.pdf', 'Kalkül.pdf', 'Zoologia.pdf']);
    expect(show()).toContain('3 documents published');
    publish([aFound({ name: 'Neu.pdf', sha256: 'f'.repeat(64) })]);
    expect(listed(show())).toContain('Neu.pdf');
  });

  test('keeps the list and says why it may be old when the tracker is gone', () => {
    const { show, publish } = aPane();
    publish([], 'http://t does not answer');
    expect(listed(show())).toHaveLength(3);
    expect(show()).toContain('The list may be old: http://t does not answer');
  });

  test('says how the trackers do, and counts them where they are many', () => {
    const { parts, show } = aPane();
    parts.feed.take({ part: 'network', network: NETWORK });
    expect(show()).toContain('✓ 192.0.2.9:8168 ok');
    const [tracker] = NETWORK.trackers;
    const asking = { url: '', ...tracker, ok: false, message: '' };
    parts.feed.take({ part: 'network', network: { ...NETWORK, trackers: [asking] } });
    expect(show()).toContain('Trackers: 192.0.2.9:8168 not asked yet');
    const trackers = ['a', 'b', 'c', 'd'].map((name) => ({
      url: `http://${name}:1`,
      ok: name !== 'c',
      message: name === 'c' ? 'refused' : '',
    }));
    parts.feed.take({ part: 'network', network: { ...NETWORK, trackers } });
    expect(show()).toContain('3 of 4 ok  ✗ c:1: refused');
    parts.feed.take({ part: 'network', network: { ...NETWORK, trackers: [] } });
    expect(show()).toContain('No tracker is set');
  });

  test('marks what is here already or on its way', () => {
    const { parts, show } = aPane();
    const transfer = aTransfer({ infoHash: '0'.padStart(40, '0') });
    parts.feed.take({ part: 'transfers', changed: [transfer], removed: [], complete: true });
    expect(
      show()
        .split('\n')
        .find((line) => line.includes('Zoologia')),
    ).toContain('▸ 41 %');
  });

  test('searches for words while they are typed, and shows the results in their order', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] });
    try {
      const asked: string[] = [];
      const results = ['second.pdf', 'first.pdf'].map((name) =>
        aFound({ name, sha256: name.padEnd(64, '0') }),
      );
      const search = (words: string) => {
        asked.push(words);
        return Promise.resolve(results as unknown as readonly DocumentSummary[]);
      };
      const { press, type, show } = aPane({ search });
      await press('edit');
      type('alg');
      await jest.advanceTimersByTimeAsync(250);
      expect(asked).toEqual(['alg']);
      expect(listed(show())).toEqual(['second.pdf', 'first.pdf']);
      expect(show()).toContain('2 documents found');
      await press('editor-cancel', 'clear');
      expect(listed(show())).toEqual(['Álgebra.pdf', 'Kalkül.pdf', 'Zoologia.pdf']);
    } finally {
      jest.useRealTimers();
    }
  });

  test('shows later results in their own order, whatever was found before', async () => {
    const answers = [
      ['a.pdf', 'b.pdf', 'c.pdf'],
      ['c.pdf', 'd.pdf', 'a.pdf'],
    ];
    const sha256Of = (name: string) => name.charCodeAt(0).toString(16).padStart(64, '0');
    const search = () => {
      const found = (answers.shift() ?? []).map((name) => aFound({ name, sha256: sha256Of(name) }));
      return Promise.resolve(found as unknown as readonly DocumentSummary[]);
    };
    const { press, type, show } = aPane({ search });
    await press('edit');
    type('x');
    await press('editor-accept');
    expect(listed(show())).toEqual(['a.pdf', 'b.pdf', 'c.pdf']);
    await press('edit');
    type('y');
    await press('editor-accept');
    expect(listed(show())).toEqual(['c.pdf', 'd.pdf', 'a.pdf']);
  });

  test('tells of what was found as it stands now', async () => {
    const old = aFound({ name: 'Zoologia.pdf', sha256: '0'.padStart(64, '0'), holders: 1 });
    const search = () => Promise.resolve([old] as unknown as readonly DocumentSummary[]);
    const { press, type, show, publish } = aPane({ search });
    await press('edit');
    type('zoo');
    await press('editor-accept');
    publish([{ ...old, holders: 4 }]);
    expect(show()).toMatch(/Zoologia\.pdf .* 4$/m);
  });

  test('says why words could not be searched for', async () => {
    const search = () => Promise.reject(new Error('no tracker answers'));
    const { press, type, show } = aPane({ search });
    await press('edit');
    type('alg');
    await press('editor-accept');
    expect(show()).toContain('The search failed: no tracker answers');
  });

  test('looks a dropped .torrent up, and says in words why it cannot be read', async () => {
    const torrent = () => Promise.reject(new Error('it is no .torrent'));
    const { pane, show } = aPane({ torrent });
    expect(pane.paste?.('/a/b.torrent')).toBe(true);
    await settled();
    expect(show()).toContain('Search: /a/b.torrent');
    expect(show()).toContain('Not found: it is no .torrent');
    expect(pane.paste?.('/a/b.pdf')).toBe(false);
  });

  test('says that Enter looks a hash up', async () => {
    const { press, type, show } = aPane();
    await press('edit');
    type('a'.repeat(40));
    expect(show()).toContain('Enter looks it up');
  });

  test('has the keys of the line while it is edited, and of the list otherwise', async () => {
    const { pane, press } = aPane();
    expect([pane.editing, pane.contexts()]).toEqual([false, ['search', 'table', 'list']]);
    await press('edit');
    expect([pane.editing, pane.contexts()]).toEqual([true, ['editor']]);
    await press('editor-next');
    expect(pane.editing).toBe(false);
  });

  test('filters what is listed, too, without asking anybody', async () => {
    const { pane, press, type, show } = aPane();
    await press('table-next-match');
    expect([pane.editing, pane.contexts()]).toEqual([true, ['editor']]);
    type('kalk');
    await press('editor-accept');
    expect([pane.editing, listed(show())]).toEqual([false, ['Kalkül.pdf']]);
  });

  test('opens the plan at once when one document is to be fetched, and puts it into the queue', async () => {
    const asked: string[] = [];
    const enqueue: Operations['enqueue'] = ({ document }) => {
      asked.push(document);
      return new Promise(() => undefined);
    };
    const { press, host } = aPane({ enqueue });
    await press('fetch');
    expect(asked).toEqual(['1'.padStart(64, '0')]);
    expect(textOf(host.opened[0]?.view(SMALL) ?? [])).toMatch(/Álgebra\.pdf.*Looking for the document/s);
  });

  test('puts all that are marked into the queue', async () => {
    const enqueue = () => Promise.resolve(aTransfer());
    const { press, host } = aPane({ enqueue });
    await press('list-mark', 'list-mark', 'fetch');
    expect(host.opened).toEqual([]);
    expect(host.said).toEqual(['2 documents are being fetched']);
    await press('fetch');
    expect(host.opened).toHaveLength(1); // the marks are off
  });

  test('shows everything about a document, and does there what is asked', async () => {
    const show = () => Promise.reject(new Error('no tracker answers'));
    const { press, host } = aPane({ show, enqueue: () => new Promise(() => undefined) });
    await press('table-open');
    const [dialog] = host.opened;
    expect(textOf(dialog?.view(SMALL) ?? [])).toContain('Álgebra.pdf');
    dialog?.act('copy');
    expect(host.copied).toHaveLength(1);
    dialog?.act('fetch');
    await settled();
    expect(host.opened).toHaveLength(2);
    dialog?.act('clear');
    dialog?.hidden?.();
    expect(host.opened).not.toContain(dialog);
  });

  test('is as high as what there is to tell of a document, and the enlarged map as high as it may be', async () => {
    const show = () => Promise.reject(new Error('no tracker answers'));
    const { press, host } = aPane({ show });
    await press('table-open');
    const [dialog] = host.opened;
    const rows = dialog?.height?.(116) ?? 0;
    const shown = textOf(dialog?.view({ columns: 116, rows: 40 }) ?? []).trimEnd();
    expect(rows).toBe(shown.split('\n').length);
    expect(rows).toBeLessThan(20);
    dialog?.act('map');
    expect(dialog?.height?.(116)).toBe(40);
    dialog?.act('map');
    expect(dialog?.height?.(116)).toBe(rows);
    dialog?.hidden?.();
  });

  test('saves the .torrent by what the document came by, and opens only what is here', async () => {
    const asked: string[] = [];
    const torrent = (document: string) => {
      asked.push(document);
      return Promise.resolve({ name: 'a.pdf', bytes: new Uint8Array(3) });
    };
    const { press, host, machine, parts } = aPane({
      torrent,
      readable: () => Promise.resolve({ path: '/library/a.pdf', complete: true, pages: 3 }),
    });
    await press('torrent');
    expect([asked, machine.done]).toEqual([['1'.padStart(40, '0')], ['write /here/a.torrent']]);
    await press('open');
    expect(host.said.at(-1)).toContain('It is not here yet');
    const transfer = aTransfer({ infoHash: '1'.padStart(40, '0') });
    parts.feed.take({ part: 'transfers', changed: [transfer], removed: [], complete: true });
    await press('open');
    expect(machine.done.at(-1)).toBe('open /library/a.pdf');
  });

  test('goes to the line by a click, and to a row by another', () => {
    const { pane } = aPane();
    pane.mouse?.({ type: 'press', column: 12, row: 0 });
    expect(pane.editing).toBe(true);
    pane.mouse?.({ type: 'press', column: 5, row: 5 });
    expect(pane.editing).toBe(false);
  });

  test('fits any size, whatever documents are called', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 5 }), anyText, anySize, (names, trouble, size) => {
        const { pane, publish } = aPane({}, names);
        publish([], trouble);
        expect(wrongWith(pane.view(size), size)).toBeUndefined();
      }),
      { numRuns: 50 },
    );
  });

  test('shows of 10,000 documents those that are seen', () => {
    const { pane, show } = aPane(
      {},
      Array.from({ length: 10_000 }, (_, at) => `document ${at}.pdf`),
    );
    expect(show(WIDE)).toContain('10000 documents published');
    expect(wrongWith(pane.view(WIDE), WIDE)).toBeUndefined();
  });
});
