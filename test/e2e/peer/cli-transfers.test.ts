import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CodedError } from '../../../common/errors.ts';
import type { NodeStatus, Operations, Transfer } from '../../../peer/operations/operations.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { aResult, aTransfer } from '../../support/a-transfer.ts';
import { anAnsweringNode, endAnsweringNodes } from '../../support/an-answering-node.ts';
import { eventually } from '../../support/eventually.ts';
import { createLab, type Lab } from '../../support/lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});
afterAll(async () => await lab[Symbol.asyncDispose]());

afterEach(endAnsweringNodes);

/** A node that does what `operations` do. @param lasting whether it runs until it is stopped */
function aNode(operations: Partial<Operations>, lasting = true): Promise<string> {
  return anAnsweringNode(lab, { status: async () => ({ lasting }) as NodeStatus, ...operations });
}

const failure = { code: 'ERR_FETCH_NO_LIVE_HOLDER', message: 'nobody is up' };
const all: readonly Transfer[] = [
  aTransfer({ id: '00000001', state: 'running', step: 'fetching', verifiedBytes: 410, rate: 5000 }),
  aTransfer({ id: '00000002', name: 'second.pdf' }),
  aTransfer({ id: '00000003', state: 'failed', failure, endedAt: 3 }),
  aTransfer({ id: '00000004', state: 'done', result: aResult, endedAt: 4 }),
  aTransfer({ id: '00000005', state: 'cancelled', endedAt: 5 }),
];

describe('pageswarm transfers', () => {
  test('lists what may still come, and history what ended', async () => {
    const data = await aNode({ transfers: async () => all });
    const idsIn = (list: unknown) => (list as Transfer[]).map(({ id }) => id);
    const transfers = (await lab.run(['transfers', '--json'], { data })).json();
    expect(idsIn(transfers['transfers'])).toEqual(['00000001', '00000002', '00000003']);
    const history = (await lab.run(['history', '--json'], { data })).json();
    expect(idsIn(history['history'])).toEqual(['00000005', '00000004', '00000003']);
    const { stdout } = await lab.run(['transfers'], { data });
    expect(stdout).toMatch(/00000001 {2}fetching +41 % +5\.0 kB\/s/);
    expect(stdout).toMatch(/00000003 {2}failed .*nobody is up/);
    expect((await lab.run(['history'], { data })).stdout).toMatch(/00000004 .*done .*ok/);
  });

  test('follows one to its end, and leaves it alone at Ctrl-C', async () => {
    const data = await aNode({
      transfers: async () => all,
      async *follow(id, { signal }) {
        yield {
          type: 'found',
          name: 'second.pdf',
          sha256: '',
          infoHash: aResult.infoHash,
          size: 1000,
          pages: 10,
        };
        if (id === '00000004') return yield { type: 'done', result: aResult };
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    });
    const done = await lab.run(['transfers', '--follow', '00000004'], { data });
    expect(done).toMatchObject({ code: 0, stdout: '/library/book.pdf\n' });
    const child = lab.start(['transfers', '--follow', '00000002'], { data });
    await child.until(() => (child.stderr().includes('second.pdf') ? true : undefined), 'news');
    expect((await child.stop('SIGINT')).code).toBe(7);
    expect(child.stderr()).toContain('the transfer goes on');
  });
});

describe('pageswarm history --clear', () => {
  test('forgets all, or one', async () => {
    const asked: unknown[] = [];
    const data = await aNode({
      forget: async (id) => {
        asked.push(id);
        return id === undefined ? 3 : 1;
      },
    });
    expect((await lab.run(['history', '--clear'], { data })).stdout).toBe('3 transfers forgotten\n');
    expect((await lab.run(['history', '--clear', '00000004', '--json'], { data })).json()).toEqual({
      forgotten: 1,
    });
    expect(asked).toEqual([undefined, '00000004']);
  });
});

describe('pageswarm pause, resume, retry, cancel', () => {
  /** A node that puts down what it is asked to do. */
  async function aRecordingNode() {
    const asked: string[] = [];
    const record = (what: string, state: Transfer['state']) => async (id: string) => {
      asked.push(`${what} ${id}`);
      if (id === 'nothing') throw new CodedError('ERR_TRANSFER_NOT_FOUND', `no transfer '${id}'`);
      return aTransfer({ id, state });
    };
    const data = await aNode({
      transfers: async () => all,
      pause: record('pause', 'paused'),
      resume: record('resume', 'running'),
      retry: record('retry', 'waiting'),
      cancel: record('cancel', 'cancelled'),
    });
    return { data, asked };
  }

  test('do it to each, go on after a failure and end with its code', async () => {
    const { data, asked } = await aRecordingNode();
    const run = await lab.run(['pause', '00000001', 'nothing', '00000002', '--json'], { data });
    expect(run.lines.map(({ id, state }) => [id, state])).toEqual([
      ['00000001', 'paused'],
      ['00000002', 'paused'],
    ]);
    expect(run).toMatchObject({ code: 3, stderr: expect.stringContaining('ERR_TRANSFER_NOT_FOUND') });
    expect((await lab.run(['resume', '00000001'], { data })).stdout).toBe(
      '00000001  running  0 %  book.pdf\n',
    );
    expect((await lab.run(['retry', '00000003'], { data })).code).toBe(0);
    expect(asked.slice(-2)).toEqual(['resume 00000001', 'retry 00000003']);
  });

  test('do it to all that they can be done to', async () => {
    const { data, asked } = await aRecordingNode();
    await lab.run(['pause', '--all'], { data });
    await lab.run(['retry', '--all'], { data });
    expect(asked).toEqual(['pause 00000002', 'pause 00000001', 'retry 00000003']);
    const nothing = await lab.run(['resume', '--all'], { data });
    expect(nothing).toMatchObject({ code: 0, stdout: '', stderr: 'there is nothing to resume\n' });
    expect((await lab.run(['resume'], { data })).code).toBe(2);
  });

  test('cancel nothing unasked', async () => {
    const { data, asked } = await aRecordingNode();
    const run = await lab.run(['cancel', '00000001'], { data });
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('ERR_CLI_NOT_CONFIRMED') });
    expect(asked).toEqual([]);
    expect((await lab.run(['cancel', '00000001', '--yes'], { data })).code).toBe(0);
    expect(asked).toEqual(['cancel 00000001']);
  });
});

describe('pageswarm get --detach', () => {
  test('hands over, prints the id and ends', async () => {
    const asked: unknown[] = [];
    const enqueue: Operations['enqueue'] = async (request) => {
      asked.push(request);
      if (request.document === 'nothing') throw new CodedError('ERR_SEARCH_NOT_FOUND', 'no such document');
      return aTransfer();
    };
    const data = await aNode({ enqueue });
    const run = await lab.run(['get', 'book.pdf', 'nothing', '--detach'], { data });
    expect(run).toMatchObject({ code: 3, stdout: '3f2a1b00\n' });
    expect(asked).toEqual([
      { document: 'book.pdf', serve: false },
      { document: 'nothing', serve: false },
    ]);
  });

  test('needs a peer that goes on after the command', async () => {
    const moment = await aNode({}, false);
    for (const data of [lab.path('nobody'), moment]) {
      const run = await lab.run(['get', 'book.pdf', '--detach'], { data });
      expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('ERR_PEER_NOT_RUNNING') });
    }
  });
});

describe('pageswarm without a running peer', () => {
  test('changes what is kept; the next peer goes on with it, and takes what is handed over', async () => {
    const tracker = await lab.startTracker();
    const holder = await lab.startPeer({ tracker });
    const file = await lab.file('own.pdf', aPdf());
    expect((await lab.run(['publish', file], { data: holder.data })).code).toBe(0);
    const options = { data: lab.path('reader'), tracker };
    await holder.stop('SIGKILL');
    expect((await lab.run(['get', 'own.pdf'], options)).code).toBe(4);

    const failed = (await lab.run(['transfers', '--json'], options)).json();
    expect(failed['transfers']).toMatchObject([{ name: 'own.pdf', state: 'failed' }]);
    const retried = await lab.run(['retry', 'own.pdf', '--json'], options);
    expect(retried.json()).toMatchObject({ state: 'waiting' });
    expect(retried.stderr).toContain('no peer is running');
    expect((await lab.run(['pause', 'own.pdf', '--json'], options)).json()).toMatchObject({
      state: 'paused',
    });
    expect((await lab.run(['resume', 'own.pdf'], options)).code).toBe(0);

    const { port } = await lab.startPeer({ data: holder.data, tracker });
    await eventually(async () => {
      const { stdout } = await lab.run(['show', 'own.pdf'], options);
      return stdout.includes(`:${port}`) ? true : undefined;
    }, 'the holder at its new address');
    await lab.startPeer(options);
    const followed = await lab.run(['transfers', '--follow', 'own.pdf', '--json'], options);
    expect(followed.json()).toMatchObject({ name: 'own.pdf', md5Ok: true });
    const history = (await lab.run(['history', '--json'], options)).json();
    expect(history['history']).toMatchObject([{ name: 'own.pdf', state: 'done' }]);

    const other = await lab.file('other.pdf', aPdf({ seed: 2 }));
    expect((await lab.run(['publish', other], { data: holder.data })).code).toBe(0);
    const detached = await lab.run(
      ['get', 'other.pdf', '--detach', '--out', `${lab.path('books')}/`],
      options,
    );
    expect(detached.stdout).toMatch(/^[0-9a-f]{8}\n$/);
    const end = await lab.run(['transfers', '--follow', detached.stdout.trim(), '--json'], options);
    expect(end.json()).toMatchObject({ path: lab.path('books', 'other.pdf'), md5Ok: true });
  }, 90_000);
});
