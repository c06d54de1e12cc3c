import { describe, expect, test } from '@jest/globals';
import type { Disk, DiskEntry } from '../../../../../peer/tui/picker/disk.ts';
import { type Picked, Picker } from '../../../../../peer/tui/picker/picker.ts';
import { HOSTILE_NAMES } from '../../../../support/a-file-row.ts';
import { aHost, keysOf, textOf } from '../../../../support/a-host.ts';
import { wrongWith } from '../../../../support/any-text.ts';
import { paneParts } from '../../../../support/pane-parts.ts';
import { settled } from '../../../../support/settled.ts';

const FOLDERS: Readonly<Record<string, readonly DiskEntry[]>> = {
  '/home/ana': [
    { name: 'notes.txt', kind: 'file' },
    { name: 'Livros', kind: 'folder' },
    { name: 'Álgebra 10.pdf', kind: 'file' },
    { name: 'álgebra 2.PDF', kind: 'file' },
    { name: '.cache', kind: 'folder' },
    { name: '.secret.pdf', kind: 'file' },
    { name: 'socket.pdf', kind: 'other' },
  ],
  '/home/ana/Livros': [{ name: '漢字.pdf', kind: 'file' }],
  '/home': [
    { name: 'ana', kind: 'folder' },
    { name: 'bea', kind: 'folder' },
  ],
  '/': [{ name: 'home', kind: 'folder' }],
};

function aDisk(disk: Partial<Disk> = {}): Disk {
  return {
    home: '/home/ana',
    here: '/work',
    list: (folder) => {
      const entries = FOLDERS[folder];
      if (entries !== undefined) return Promise.resolve(entries);
      return Promise.reject(Object.assign(new Error('no'), { code: 'EACCES' }));
    },
    facts: (path) => {
      const kind = FOLDERS[path] === undefined ? 'file' : 'folder';
      return Promise.resolve({ kind, size: 1500, modifiedAt: Date.UTC(2026, 10, 21, 12) });
    },
    ...disk,
  };
}

async function aPicker(disk: Partial<Disk> = {}, folder = '/home/ana') {
  const host = aHost();
  const parts = paneParts({}, host);
  const picked: Picked[] = [];
  const picker = new Picker(parts, aDisk(disk), { folder, onChosen: (one) => picked.push(one) });
  host.open(picker, { title: '', columns: 80, rows: 20 });
  const view = (columns = 80, rows = 20) => picker.view({ columns, rows });
  const rows = () => {
    const lines = textOf(view()).split('\n').slice(2, -2);
    return lines.map((line) => line.slice(2, 60).trim()).filter((line) => line !== '');
  };
  const type = (text: string) => {
    for (const key of keysOf(text)) picker.type(key);
  };
  const act = async (...actions: readonly string[]) => {
    for (const action of actions) {
      expect(picker.act(action)).toBe(true);
      await settled();
    }
  };
  await settled();
  view();
  await settled();
  return { picker, host, picked, view, rows, type, act };
}

describe('Picker', () => {
  test('lists folders, then PDFs, as people sort them, with size and date', async () => {
    const { rows, view } = await aPicker();
    expect(rows()).toEqual(['..', 'Livros/', 'álgebra 2.PDF', 'Álgebra 10.pdf']);
    expect(textOf(view())).toMatch(/álgebra 2\.PDF +1\.5 kB 2026-11-21/);
    expect(textOf(view())).toContain('3 of 6 items, only PDFs');
  });

  test('shows other files and hidden ones when asked', async () => {
    const { rows, act } = await aPicker();
    await act('all');
    expect(rows()).toContain('notes.txt');
    await act('hidden');
    expect(rows()).toEqual(expect.arrayContaining(['.cache/', '.secret.pdf']));
    expect(rows()).not.toContain('socket.pdf');
  });

  test('filters by what is typed, without case and accents', async () => {
    const { rows, type, act, picker } = await aPicker();
    type('ALG');
    expect(rows()).toEqual(['álgebra 2.PDF', 'Álgebra 10.pdf']);
    expect(textOf(picker.view({ columns: 60, rows: 12 }))).toContain('▸ álgebra 2.PDF');
    type('x');
    expect(textOf(picker.view({ columns: 60, rows: 12 }))).toContain('Nothing fits the filter');
    await act('erase', 'erase', 'erase', 'erase');
    expect(rows()).toContain('Livros/');
  });

  test('goes into folders and back, with the cursor on where it came from', async () => {
    const { rows, act, view } = await aPicker();
    await act('down', 'choose');
    expect(rows()).toEqual(['..', '漢字.pdf']);
    await act('parent');
    expect(textOf(view())).toContain('▸ Livros/');
    await act('erase', 'parent');
    expect(rows()).toEqual(['home/']);
    await act('parent');
    expect(rows()).toEqual(['home/']);
  });

  test('picks the file under the cursor', async () => {
    const { act, picked, host } = await aPicker();
    await act('last', 'choose');
    expect(picked).toEqual([{ paths: ['/home/ana/Álgebra 10.pdf'], any: false, folder: '/home/ana' }]);
    expect(host.opened).toEqual([]);
  });

  test('picks what is marked in several folders, files and folders', async () => {
    const { act, picked, view } = await aPicker();
    await act('down', 'down', 'mark', 'first', 'down', 'choose', 'down', 'mark');
    expect(textOf(view())).toContain('2 marked');
    await act('publish');
    expect(picked[0]?.paths).toEqual(['/home/ana/álgebra 2.PDF', '/home/ana/Livros/漢字.pdf']);
  });

  test('picks a folder', async () => {
    const { act, picked } = await aPicker();
    await act('down', 'mark', 'publish');
    expect(picked[0]?.paths).toEqual(['/home/ana/Livros']);
  });

  test('goes to a path that is typed, and picks files that are dropped', async () => {
    const { act, type, rows, picker, picked } = await aPicker();
    type('/home');
    await act('choose');
    expect(rows()).toEqual(['..', 'ana/', 'bea/']);
    picker.paste("'/x/a b.pdf' /x/c.pdf");
    expect(picked[0]?.paths).toEqual(['/x/a b.pdf', '/x/c.pdf']);
  });

  test('says why a folder cannot be read, and lets go back', async () => {
    const { view, rows } = await aPicker({}, '/root');
    expect(textOf(view())).toContain('This folder cannot be read: permission denied');
    expect(rows()[0]).toBe('..');
  });

  test('says that nothing but other files is here', async () => {
    const list = () => Promise.resolve([{ name: 'a.txt', kind: 'file' as const }]);
    const { view } = await aPicker({ list });
    expect(textOf(view())).toContain('No PDF here: F2 shows all files');
  });

  test('clears the filter first, then closes', async () => {
    const { act, type, host, picked } = await aPicker();
    type('x');
    await act('close');
    expect(host.opened).toHaveLength(1);
    await act('close');
    expect(host.opened).toEqual([]);
    expect(picked).toEqual([]);
  });

  test('leaves out a folder that is read too late', async () => {
    let finish: (entries: DiskEntry[]) => void = () => undefined;
    const slow = new Promise<DiskEntry[]>((resolve) => {
      finish = resolve;
    });
    const list = (folder: string) => (folder === '/slow' ? slow : Promise.resolve(FOLDERS[folder] ?? []));
    const { act, rows, view } = await aPicker({ list }, '/slow');
    expect(textOf(view())).toContain('Reading the folder');
    await act('parent');
    finish([{ name: 'late.pdf', kind: 'file' }]);
    await settled();
    expect(rows()).toEqual(['home/']);
  });

  test('asks the disk for the rows on the screen only, of 10,000', async () => {
    const asked = new Set<string>();
    const entries = Array.from({ length: 10_000 }, (_, at) => ({ name: `${at}.pdf`, kind: 'file' as const }));
    const { view, act } = await aPicker({
      list: () => Promise.resolve(entries),
      facts: (path) => Promise.resolve(void asked.add(path)),
    });
    await act('page-down', 'last');
    view();
    expect(asked.size).toBeLessThan(60);
    expect(textOf(view())).toContain('9999.pdf');
  });

  test.each([
    [80, 20],
    [58, 10],
    [5, 5],
    [1, 1],
  ])('fills %d x %d cells, whatever the names', async (columns, rows) => {
    const names = HOSTILE_NAMES.filter((name) => name !== '');
    const list = () => Promise.resolve(names.map((name) => ({ name, kind: 'file' as const })));
    const { view, act, type } = await aPicker({ list });
    await act('all');
    expect(wrongWith(view(columns, rows), { columns, rows })).toBeUndefined();
    type('漢\u0301\u202e');
    expect(wrongWith(view(columns, rows), { columns, rows })).toBeUndefined();
  });
});
