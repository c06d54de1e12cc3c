import { describe, expect, test } from '@jest/globals';
import type { NetworkState, Operations, PublishEvent } from '../../../../../peer/operations/operations.ts';
import type { Machine } from '../../../../../peer/tui/machine.ts';
import { aFileRow } from '../../../../support/a-file-row.ts';
import { aFilesPane } from '../../../../support/a-files-pane.ts';
import { textOf } from '../../../../support/a-host.ts';
import { eventually } from '../../../../support/eventually.ts';
import { aTransfer } from '../../../../support/pane-parts.ts';
import { settled } from '../../../../support/settled.ts';

const said = (host: { readonly said: readonly string[] }) => eventually(() => host.said.at(-1), 'answer');
const partial = aFileRow({ state: 'partial', heldPercent: 4, pagesHeld: 12 });

describe('createFilesPane, when it is asked to do something,', () => {
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
    const { pane, host } = aFilesPane([aFileRow()], { operations: { remove }, answers });
    pane.act('remove');
    await settled();
    expect(removed).toEqual(expected);
    expect(host.said).toHaveLength(expected.length);
  });

  test('cancels what is arriving instead of removing it', async () => {
    const cancelled: string[] = [];
    const cancel = (id: string) => Promise.resolve(aTransfer({ id: String(cancelled.push(id)) }));
    const { pane, host } = aFilesPane([partial], {
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
    const { pane, host } = aFilesPane([partial], { transfers: [aTransfer({ state })], operations });
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
    const { pane } = aFilesPane([partial], { transfers: [aTransfer({ infoHash, state })] });
    expect(pane.hints?.find((one) => /^files\/(pause|retry)/.test(one))).toBe(hint);
  });

  test('fetches the rest of a document that nobody fetches', async () => {
    const asked: unknown[] = [];
    const enqueue: Operations['enqueue'] = (request) =>
      Promise.resolve(aTransfer({ id: String(asked.push(request)) }));
    const { pane, host } = aFilesPane([partial], { operations: { enqueue } });
    pane.act('retry');
    await said(host);
    expect(asked).toEqual([{ document: 'a'.repeat(40), serve: true }]);
  });

  test('copies a magnet link with the trackers, and shows it', () => {
    const { pane, host, parts } = aFilesPane([aFileRow({ name: 'a b.pdf' })]);
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
    const { pane, host } = aFilesPane([aFileRow()], { places, operations: { torrent }, answers });
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
    const { pane, host, opened } = aFilesPane([partial], { operations: { readable } });
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
    const { pane, host } = aFilesPane([], {
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
    const { pane, host } = aFilesPane([]);
    pane.paste?.('/a/b.pdf');
    expect(await said(host)).toBe('There is no /a/b.pdf');
  });
});
