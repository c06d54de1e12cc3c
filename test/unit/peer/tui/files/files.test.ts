import { describe, expect, test } from '@jest/globals';
import type {
  FileRow,
  NetworkState,
  Operations,
  PublishEvent,
  Transfer,
} from '../../../../../peer/operations/operations.ts';
import { createFilesPane } from '../../../../../peer/tui/files/files.ts';
import type { Machine } from '../../../../../peer/tui/machine.ts';
import type { Disk } from '../../../../../peer/tui/picker/disk.ts';
import { aFileRow, HOSTILE_NAMES } from '../../../../support/a-file-row.ts';
import { aHost, type HostAnswers, textOf } from '../../../../support/a-host.ts';
import { wrongWith } from '../../../../support/any-text.ts';
import { eventually } from '../../../../support/eventually.ts';
import { aMachine, aTransfer, paneParts, settled } from '../../../../support/pane-parts.ts';

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

const NO_DISK: Disk = {
  home: '/home/ana',
  here: '/here',
  list: () => Promise.resolve([]),
  facts: () => Promise.resolve(undefined),
};

function aPane(
  rows: readonly FileRow[],
  options: {
    readonly transfers?: readonly Transfer[];
    readonly operations?: Partial<Operations>;
    readonly answers?: HostAnswers;
    readonly disk?: Partial<Disk>;
    readonly places?: Machine['places'];
  } = {},
) {
  const asks: Partial<Operations> = {
    show: () => Promise.reject(new Error('no tracker answers')),
    heat: () => Promise.reject(new Error('not here')),
    preview: () => Promise.reject(new Error('cannot be drawn')),
  };
  const host = aHost(options.answers);
  const parts = paneParts({ ...asks, ...options.operations }, host);
  parts.feed.take({ part: 'files', changed: rows, removed: [], complete: true });
  parts.feed.take({ part: 'transfers', changed: options.transfers ?? [], removed: [], complete: true });
  const opened: string[] = [];
  const opener = {
    open: (path: string) => Promise.resolve(void opened.push(path)),
    showInFolder: (path: string) => Promise.resolve(void opened.push(`folder of ${path}`)),
  };
  const pane = createFilesPane(parts, {
    disk: { ...NO_DISK, ...options.disk },
    places: options.places ?? aMachine().places,
    opener,
  });
  pane.shown?.();
  const text = (columns = 80, height = 22) => textOf(pane.view({ columns, rows: height }));
  text();
  return { pane, host, parts, opened, text };
}

const said = (host: { readonly said: readonly string[] }) => eventually(() => host.said.at(-1), 'answer');
const hashOf = (at: number) => at.toString(16).padStart(40, '0');
const partial = aFileRow({ state: 'partial', heldPercent: 4, pagesHeld: 12 });

describe('createFilesPane', () => {
  test('says what to do when nothing is here', () => {
    const { text } = aPane([]);
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
    const { text } = aPane([file], { transfers: transfer === undefined ? [] : [transfer] });
    expect(text()).toContain(shown);
  });

  test('shows name, state and size in 60 cells, and everything in 120', () => {
    const { text } = aPane([partial]);
    expect(text(60, 14)).toMatch(/algebra\.pdf +% partial: 12 of 300 p.* +1\.2 MB/);
    const wide = aPane([{ ...partial, holders: 4, downRate: 2_500_000, upRate: 1000, ratio: 1.5 }]);
    expect(wide.text(120, 30)).toMatch(/algebra\.pdf .* 300 +1\.2 MB +4 +2\.5 MB\/s +1\.0 kB\/s +1\.50/);
  });

  test('gives rates their place at 80 columns, and the name what states do not need', () => {
    const name = 'harbour-log.pdf';
    const { text } = aPane([aFileRow({ name, downRate: 0, upRate: 120_000 })]);
    expect(text(80, 24)).toMatch(/harbour-log\.pdf +✓ serving .*120\.0 kB\/s/);
  });

  test.each(SIZES)('fills %d x %d cells, whatever the names', (columns, rows) => {
    const { pane } = aPane(HOSTILE_NAMES.map((name, at) => aFileRow({ name, infoHash: hashOf(at) })));
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
    const { pane, text } = aPane(rows);
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
    const { pane, host, parts, text } = aPane([first, second]);
    pane.act('details');
    expect(text()).toContain('MD5');
    parts.feed.take({ part: 'files', changed: [], removed: [hashOf(1)], complete: true });
    expect(text()).not.toMatch(/MD5|first\.pdf/);
    expect(host.said).toEqual(['“first.pdf” is not here any more']);
  });

  test('shows beside the list the details of what is under the cursor, also when rows come and go', () => {
    const rows = [2, 3].map((at) => aFileRow({ name: `${at}.pdf`, infoHash: hashOf(at) }));
    const { pane, parts, text } = aPane(rows);
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
    const { pane, text } = aPane([aFileRow()]);
    text(110, 30);
    pane.act('details');
    expect(text(110, 30)).toContain('┐┌ Details');
    expect(text(110, 30)).toMatch(/MD5 +c{20,}/);
    pane.act('details');
    expect(text(110, 30)).not.toContain('My files');
    pane.act('back');
    expect(text(110, 30)).not.toContain('Details');

    const narrow = aPane([aFileRow()]);
    narrow.pane.act('details');
    expect(narrow.text(80, 30)).toContain('Details');
    expect(narrow.text(80, 30)).not.toContain('My files');
  });

  test.each([
    ['removes nothing without a yes', { confirm: false }, []],
    ['removes nothing when the second question is left', {}, []],
    ['keeps the file', { choose: 0 }, [{ document: 'a'.repeat(40), deleteFile: false }]],
    ['deletes the file', { choose: 1 }, [{ document: 'a'.repeat(40), deleteFile: true }]],
  ])('%s', async (_, answers, expected) => {
    const removed: unknown[] = [];
    const remove: Operations['remove'] = (request) => {
      removed.push(request);
      const fileDeleted = request.deleteFile;
      return Promise.resolve({ sha256: '', name: '', path: '', fileDeleted, withdrawn: [] });
    };
    const { pane, host } = aPane([aFileRow()], { operations: { remove }, answers });
    pane.act('remove');
    await settled();
    expect(removed).toEqual(expected);
    expect(host.said).toHaveLength(expected.length);
  });

  test('cancels what is arriving instead of removing it', async () => {
    const cancelled: string[] = [];
    const cancel = (id: string) => Promise.resolve(aTransfer({ id: String(cancelled.push(id)) }));
    const { pane, host } = aPane([partial], {
      transfers: [aTransfer()],
      operations: { cancel },
      answers: { confirm: true },
    });
    pane.act('remove');
    await said(host);
    expect(cancelled).toEqual(['0a1b2c3d']);
    expect(host.asked).toHaveLength(1);
  });

  test.each([
    ['running', 'pause'],
    ['waiting', 'pause'],
    ['paused', 'resume'],
    ['failed', 'retry'],
  ] as const)('lets p of a %s transfer %s it', async (state, expected) => {
    const called: string[] = [];
    const answer = (name: string) => () => Promise.resolve(aTransfer({ id: String(called.push(name)) }));
    const operations = { pause: answer('pause'), resume: answer('resume'), retry: answer('retry') };
    const { pane, host } = aPane([partial], { transfers: [aTransfer({ state })], operations });
    pane.act('pause');
    await said(host);
    expect(called).toEqual([expected]);
  });

  test.each([
    ['running', 'files/pause'],
    ['paused', 'files/pause/resume'],
    ['failed', 'files/retry'],
    ['done', undefined],
  ] as const)('tells the key that matters while its transfer is %s', (state, hint) => {
    const { infoHash } = partial;
    const { pane } = aPane([partial], { transfers: [aTransfer({ infoHash, state })] });
    expect(pane.hints?.find((one) => /^files\/(pause|retry)/.test(one))).toBe(hint);
  });

  test('fetches the rest of a document that nobody fetches', async () => {
    const asked: unknown[] = [];
    const enqueue: Operations['enqueue'] = (request) =>
      Promise.resolve(aTransfer({ id: String(asked.push(request)) }));
    const { pane, host } = aPane([partial], { operations: { enqueue } });
    pane.act('retry');
    await said(host);
    expect(asked).toEqual([{ document: 'a'.repeat(40), serve: true }]);
  });

  test('copies a magnet link with the trackers, and shows it', () => {
    const { pane, host, parts } = aPane([aFileRow({ name: 'a b.pdf' })]);
    parts.feed.take({
      part: 'network',
      network: {
        trackers: [{ url: 'http://10.0.0.1:8168', ok: true, message: '' }],
      } as unknown as NetworkState,
    });
    pane.act('copy');
    const link = `magnet:?xt=urn:btih:${'a'.repeat(40)}&dn=a%20b.pdf&xl=1234567`;
    expect(host.copied).toEqual([`${link}&tr=http%3A%2F%2F10.0.0.1%3A8168%2Fannounce`]);
    expect(host.said).toEqual([`Copied: ${host.copied[0]}`]);
  });

  test('saves a .torrent where it is told, and asks before it writes over a file', async () => {
    const written = new Map<string, string>();
    const places: Machine['places'] = {
      pathOf: async (path) => path,
      write: async (path, bytes, replace) => {
        if (replace) written.set(path, Buffer.from(bytes).toString());
        return replace;
      },
    };
    const torrent = () => Promise.resolve({ name: 'x', bytes: Buffer.from('d4:infoe') });
    const answers = { prompt: '/here/algebra.pdf.torrent' };
    const { pane, host } = aPane([aFileRow()], { places, operations: { torrent }, answers });
    pane.act('torrent');
    await said(host);
    expect(host.asked).toEqual([
      'Save the .torrent as',
      '/here/algebra.pdf.torrent is there already. Write over it?',
    ]);
    expect([...written]).toEqual([['/here/algebra.pdf.torrent', 'd4:infoe']]);
  });

  test('opens what can be read', async () => {
    const readable = () => Promise.resolve({ path: '/tmp/copy.pdf', complete: false, pages: 12 });
    const { pane, host, opened } = aPane([partial], { operations: { readable } });
    pane.act('open');
    await said(host);
    expect(opened).toEqual(['/tmp/copy.pdf']);
    expect(host.said).toEqual(['Opened the 12 pages that are here']);
    pane.act('folder');
    expect(await eventually(() => opened[1], 'folder')).toBe('folder of /home/ana/algebra.pdf');
  });

  test('publishes what is dropped, after a question', async () => {
    const requests: unknown[] = [];
    async function* publish(request: unknown): AsyncIterable<PublishEvent> {
      requests.push(request);
      yield await Promise.resolve({
        type: 'refused',
        path: '/a/b c.pdf',
        code: 'ERR_X',
        message: 'it is no PDF',
      });
    }
    const { pane, host } = aPane([], {
      operations: { publish },
      answers: { confirm: true },
      disk: { facts: () => Promise.resolve({ kind: 'file', size: 1, modifiedAt: 0 }) },
    });
    expect(pane.paste?.('some text')).toBe(false);
    expect(pane.paste?.("'/a/b c.pdf' ")).toBe(true);
    const dialog = await eventually(() => host.opened[0], 'dialog');
    const text = () => textOf(dialog.view({ columns: 60, rows: 12 }));
    await eventually(() => (text().includes('Done') ? true : undefined), 'end');
    expect(requests).toEqual([{ paths: ['/a/b c.pdf'], copy: false, any: false }]);
    expect(text()).toContain('b c.pdf: it is no PDF');
  });

  test('says which dropped path is not there', async () => {
    const { pane, host } = aPane([]);
    pane.paste?.('/a/b.pdf');
    expect(await said(host)).toBe('There is no /a/b.pdf');
  });
});
