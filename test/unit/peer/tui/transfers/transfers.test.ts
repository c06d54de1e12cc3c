import { describe, expect, test } from '@jest/globals';
import type { Transfer } from '../../../../../peer/operations/operations.ts';
import { createTransfersPane } from '../../../../../peer/tui/transfers/transfers.ts';
import { aHost, textOf } from '../../../../support/a-host.ts';
import { wrongWith } from '../../../../support/any-text.ts';
import { aMachine, aTransfer, paneParts } from '../../../../support/pane-parts.ts';
import { settled } from '../../../../support/settled.ts';

const SMALL = { columns: 60, rows: 12 };

/** A pane over `rows` whose operations are noted. */
function aPane(rows: readonly Transfer[], { confirm = true, refused = '' } = {}) {
  const done: string[] = [];
  const note = (what: string) => (id: string | undefined) => {
    if (id === refused) return Promise.reject(new Error(`${id} cannot`));
    done.push(`${what} ${id ?? 'all'}`);
    return Promise.resolve(aTransfer());
  };
  const host = aHost({ confirm });
  const operations = {
    pause: note('pause'),
    resume: note('resume'),
    cancel: note('cancel'),
    retry: note('retry'),
    forget: (id: string | undefined) => note('forget')(id).then(() => 1),
    readable: () => Promise.resolve({ path: '/cache/part.pdf', complete: false, pages: 41 }),
  };
  const machine = aMachine();
  const parts = paneParts(operations, host);
  parts.feed.take({ part: 'transfers', changed: rows, removed: [], complete: true });
  const pane = createTransfersPane(parts, machine);
  const show = (size = SMALL) => textOf(pane.view(size));
  show();
  const press = async (action: string) => {
    const known = pane.act(action);
    await settled();
    return known;
  };
  return { pane, parts, host, done, machine, show, press };
}

const RUNNING = aTransfer({ id: 'r1', name: 'running.pdf' });
const PAUSED = aTransfer({ id: 'p1', name: 'paused.pdf', state: 'paused' });
const FAILED = aTransfer({
  id: 'f1',
  name: 'failed.pdf',
  state: 'failed',
  failure: { code: 'ERR_X', message: 'gone' },
});
const DONE = aTransfer({ id: 'd1', name: 'done.pdf', state: 'done' });

describe('createTransfersPane', () => {
  test('says what to do where nothing was fetched yet, and that the list is being read before that', () => {
    expect(textOf(createTransfersPane(paneParts()).view(SMALL))).toContain('Reading the list');
    expect(aPane([]).show()).toContain('Press 2 to search the network');
  });

  test('tells in full why the one under the cursor failed, though its column has no room', async () => {
    const failure = { code: 'ERR_X', message: 'nobody who holds what is missing answers' };
    const { show, press } = aPane([RUNNING, { ...FAILED, failure }]);
    expect(show()).not.toContain('nobody who');
    await press('list-down');
    expect(show().split('\n').at(-1)).toMatch(/^! nobody who holds what is missing answers/);
    expect(show({ columns: 60, rows: 4 })).not.toContain('! nobody');
  });

  test('pauses what runs, and goes on with what is paused', async () => {
    const running = aPane([RUNNING]);
    await running.press('pause');
    expect(running.done).toEqual(['pause r1']);
    expect(running.host.said).toEqual(['Paused; r goes on.']);
    const paused = aPane([PAUSED]);
    await paused.press('pause');
    await paused.press('retry');
    expect(paused.done).toEqual(['resume p1', 'resume p1']);
  });

  test.each([
    ['running', [RUNNING], ['pause', 'cancel']],
    ['paused', [PAUSED], ['pause/resume', 'cancel']],
    ['failed', [FAILED], ['retry', 'cancel']],
    ['done', [DONE], ['cancel/remove']],
    ['no', [], []],
  ])('tells the keys that do something to a %s transfer', (_, rows, keys) => {
    const states = /^transfers\/(pause|retry|cancel)/;
    expect(aPane(rows).pane.hints?.filter((hint) => states.test(hint))).toEqual(
      keys.map((key) => `transfers/${key}`),
    );
  });

  test('asks before it cancels, and does nothing when the answer is no', async () => {
    const yes = aPane([RUNNING]);
    await yes.press('cancel');
    expect(yes.host.asked).toEqual(['Cancel "running.pdf"? What has arrived is deleted.']);
    expect(yes.done).toEqual(['cancel r1']);
    const no = aPane([RUNNING], { confirm: false });
    await no.press('cancel');
    expect(no.done).toEqual([]);
  });

  test('takes an ended one off the list, and clears the history, asking both times', async () => {
    const { press, done, host } = aPane([DONE]);
    await press('cancel');
    await press('clear');
    expect(done).toEqual(['forget d1', 'forget all']);
    expect(host.asked).toHaveLength(2);
  });

  test('does it to all that are marked, and says why not to one of them', async () => {
    const { press, done, host } = aPane([FAILED, { ...FAILED, id: 'f2' }, { ...FAILED, id: 'f3' }], {
      refused: 'f2',
    });
    for (const _ of [1, 2, 3]) await press('list-mark');
    await press('retry');
    expect(new Set(done)).toEqual(new Set(['retry f1', 'retry f3']));
    expect(host.said).toEqual(['f2 cannot']);
  });

  test('says so where there is nothing to pause, retry or clear', async () => {
    const { press, done, host } = aPane([DONE]);
    await press('pause');
    await press('retry');
    const running = aPane([RUNNING]);
    await running.press('clear');
    expect(done).toEqual([]);
    expect([...host.said, ...running.host.said]).toHaveLength(3);
  });

  test('does nothing in an empty list, and does not know what is not its own', async () => {
    const { press, done } = aPane([]);
    for (const action of ['pause', 'cancel', 'retry', 'open', 'folder', 'copy', 'table-open'])
      await press(action);
    expect(done).toEqual([]);
    expect(await press('publish')).toBe(false);
  });

  test('opens what has arrived, shows the finished one in its folder, and copies the magnet link', async () => {
    const running = aPane([RUNNING]);
    await running.press('open');
    await running.press('folder');
    await running.press('copy');
    expect(running.machine.done).toEqual(['open /cache/part.pdf']);
    expect(running.host.said[1]).toBe('Nothing of it is here yet.');
    expect(running.host.copied[0]).toMatch(/^magnet:\?xt=urn:btih:a{40}&dn=running\.pdf&xl=2000000/);
    const done = aPane([{ ...DONE, path: '/library/done.pdf' }]);
    await done.press('folder');
    expect(done.machine.done).toEqual(['show /library/done.pdf']);
  });

  test('opens the plan of the one under the cursor', async () => {
    const { pane, host, press } = aPane([DONE]);
    await press('table-open');
    expect(host.opened).toHaveLength(1);
    expect(pane.contexts()).toEqual(['transfers', 'table', 'list']);
  });

  test('follows the list as it changes', () => {
    const { parts, show, host } = aPane([RUNNING]);
    const before = host.redraws();
    parts.feed.take({
      part: 'transfers',
      changed: [{ ...RUNNING, state: 'done' }],
      removed: [],
      complete: true,
    });
    expect(host.redraws()).toBeGreaterThan(before);
    expect(show()).toContain('✓ done');
  });

  test('fits any size, and formats of 10,000 transfers only those that are seen', () => {
    const rows = Array.from({ length: 10_000 }, (_, at) => aTransfer({ id: String(at), name: `n${at}` }));
    const { pane } = aPane(rows);
    for (const size of [SMALL, { columns: 200, rows: 60 }, { columns: 5, rows: 5 }, { columns: 1, rows: 1 }])
      expect(wrongWith(pane.view(size), size)).toBeUndefined();
  });
});
