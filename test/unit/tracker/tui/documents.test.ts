import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { messagesIn } from '../../../../common/messages/messages.ts';
import { LANGUAGES } from '../../../../common/messages/section.ts';
import { parseMagnet } from '../../../../common/metainfo/magnet.ts';
import { UNICODE } from '../../../../common/terminal/glyphs.ts';
import { fitLines } from '../../../../common/terminal/line.ts';
import { detailsLines } from '../../../../tracker/tui/documents/details-view.ts';
import { createDocumentsTab } from '../../../../tracker/tui/documents/documents.ts';
import { keysOf, textOf } from '../../../support/a-host.ts';
import { aDocumentRow, screenParts } from '../../../support/an-overview.ts';
import { anySize, anyText, wrongWith } from '../../../support/any-text.ts';
import { settled } from '../../../support/settled.ts';

const SIZE = { columns: 100, rows: 12 };
const namesIn = (text: string) => [...text.matchAll(/(\S+)\.pdf/g)].map(([, name]) => name);

function aScreen(names: readonly string[], answers = {}) {
  const documents = names.map((name, at) => aDocumentRow(at, { name: `${name}.pdf`, holders: at }));
  const screen = screenParts({ documents }, answers);
  const tab = createDocumentsTab(screen.parts);
  tab.shown?.();
  const type = (text: string) => {
    for (const key of keysOf(text)) tab.type?.(key);
  };
  return { ...screen, tab, type, names: () => namesIn(textOf(tab.view(SIZE))) };
}

describe('createDocumentsTab', () => {
  test('lists the newest first, and in other orders', () => {
    const { tab, names } = aScreen(['b', 'c', 'a']);
    expect(names()).toEqual(['a', 'c', 'b']);
    tab.act('table-sort');
    expect(names()).toEqual(['a', 'b', 'c']);
    tab.act('table-sort');
    expect(names()).toEqual(['a', 'c', 'b']);
  });

  test('searches as one types, blind to accents and case', () => {
    const { tab, type, names } = aScreen(['Álgebra', 'Música', 'Mapa']);
    tab.act('search');
    expect(tab.editing).toBe(true);
    type('m');
    expect(names()).toEqual(['Mapa', 'Música']);
    type('usica');
    expect(names()).toEqual(['Música']);
  });

  test('shows what is published, withdrawn and held meanwhile, and rests when nothing is', () => {
    const { tab, world, host, pass, names } = aScreen(['a']);
    expect(names()).toEqual(['a']);
    const before = host.redraws();
    pass(250);
    expect(host.redraws()).toBe(before);
    world.documents = [...world.documents, aDocumentRow(9, { name: 'b.pdf' })];
    world.version++;
    pass(250);
    expect([host.redraws(), names()]).toEqual([before + 1, ['b', 'a']]);
    tab.hidden?.();
    world.version++;
    pass(60_000);
    expect(host.redraws()).toBe(before + 1);
  });

  test('says how to publish where nothing is', () => {
    const { tab } = aScreen([]);
    expect(textOf(tab.view(SIZE))).toContain('pageswarm publish FILE.pdf --tracker http://192.0.2.1:8168');
  });

  test('saves the .torrent where one says, and asks before it replaces', async () => {
    const { tab, written, host } = aScreen(['a'], { prompt: 'x.torrent', confirm: false });
    tab.view(SIZE);
    tab.act('save-torrent');
    await settled();
    expect([...written.keys()]).toEqual(['/here/x.torrent']);
    written.set('/here/x.torrent', new Uint8Array());
    tab.act('save-torrent');
    await settled();
    expect(written.get('/here/x.torrent')).toEqual(new Uint8Array());
    expect(host.asked).toEqual([
      'Save the .torrent as',
      'Save the .torrent as',
      '/here/x.torrent is there already. Write over it?',
    ]);
    expect(host.said).toEqual(['Saved /here/x.torrent']);
  });

  test('copies a magnet link with this tracker in it', () => {
    const { tab, host } = aScreen(['a']);
    tab.view(SIZE);
    tab.act('magnet');
    expect(parseMagnet(host.copied[0] ?? '')).toMatchObject({
      name: 'a.pdf',
      trackers: ['http://192.0.2.1:8168/announce', 'http://127.0.0.1:8168/announce'],
    });
  });

  test('opens the details on enter and on a double click, and follows them until they are closed', async () => {
    const { tab, host, world, pass } = aScreen(['a', 'b']);
    tab.view(SIZE);
    tab.act('table-open');
    tab.mouse?.({ type: 'double', column: 5, row: 3 });
    await settled();
    const shown = () => host.opened.map((dialog) => textOf(dialog.view({ columns: 90, rows: 40 })));
    expect(shown()).toEqual([expect.stringContaining('b.pdf'), expect.stringContaining('a.pdf')]);
    expect(shown()[0]).toContain('Nobody holds it at the moment');
    host.opened[0]?.shown?.();
    world.documents = [];
    pass(1_000);
    await settled();
    expect(shown()[0]).toContain('It is no longer published.');
    host.opened[0]?.act('dialog-cancel');
    expect(host.opened).toHaveLength(1);
  });

  test('fills any size, whatever the documents are called', () => {
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 8 }), anySize, (texts, size) => {
        const documents = texts.map((text, at) =>
          aDocumentRow(at, { name: text, title: text, author: text }),
        );
        const tab = createDocumentsTab(screenParts({ documents }).parts);
        expect(wrongWith(tab.view(size), size)).toBeUndefined();
        tab.act('search');
        for (const key of keysOf('a')) tab.type?.(key);
        expect(wrongWith(tab.view(size), size)).toBeUndefined();
      }),
      { numRuns: 200 },
    );
  });

  test('formats only what is seen of 10,000 documents', () => {
    let formatted = 0;
    const counting = (at: number) =>
      Object.defineProperty(aDocumentRow(at), 'size', { get: () => ++formatted, enumerable: true });
    const documents = Array.from({ length: 10_000 }, (_, at) => counting(at));
    const tab = createDocumentsTab(screenParts({ documents }).parts);
    formatted = 0;
    tab.view(SIZE);
    tab.act('list-bottom');
    tab.view(SIZE);
    expect(formatted).toBeLessThan(100);
  });
});

describe('detailsLines', () => {
  const holder = {
    hostId: 'ab'.repeat(20),
    client: 'pageswarm',
    addresses: ['192.0.2.9:7001', '[2001:db8::1]:7001'],
    complete: false,
    heldPercent: 41.5,
    heldPages: 1,
    ageMs: 8_000,
  } as const;
  const standard = {
    client: 'standard',
    addresses: ['192.0.2.8:51413'],
    complete: true,
    heldPercent: 100,
    ageMs: 60_000,
  } as const;
  const look = (language: (typeof LANGUAGES)[number]) => ({
    messages: messagesIn(language),
    glyphs: UNICODE,
    now: 7_200_000,
    clientOf: () => 'Pageswarm 0.1.0',
  });

  test('tells words per page, who holds it with share, age and address, and every digest', () => {
    const details = aDocumentRow(7, { holderList: [holder, standard], publishedAt: 0 });
    const text = textOf(detailsLines(details, 100, look('en')));
    for (const part of [
      '2 hosts hold it',
      /192\.0\.2\.9:7001 \[2001:db8::1\]:7001 +Pageswarm 0\.1\.0 +41\.5 % +1 of 3 +8 s ago/,
      /192\.0\.2\.8:51413 +standard client +100 % +3 +1 min ago/,
      'Words per page (at most 5)',
      `1970-01-01 00:00 (2 h ago)`,
      details.md5,
      details.infoHash,
      details.sha256,
      details.publication.publisher,
    ])
      expect(text).toMatch(part);
  });

  test('has room in any width and any language, and says it where there are no words', () => {
    for (const language of LANGUAGES) {
      for (const columns of [1, 5, 20, 58, 200]) {
        const details = aDocumentRow(1, { holderList: [holder], name: 'x'.repeat(255) });
        const lines = detailsLines(details, columns, look(language));
        const size = { columns, rows: lines.length };
        expect(wrongWith(fitLines(lines, size), size)).toBeUndefined();
      }
    }
    const { wordsPerPage: _, ...wordless } = aDocumentRow(1);
    expect(textOf(detailsLines(wordless, 80, look('en')))).toContain('published without words per page');
  });
});
