import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CodedError } from '../../../common/errors.ts';
import { createDeferred } from '../../../common/runtime/deferred.ts';
import { openControl } from '../../../peer/control/control.ts';
import type { GetEvent, Operations } from '../../../peer/operations/operations.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { aResult } from '../../support/a-transfer.ts';
import { createLab, type Lab } from '../../support/lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});
afterAll(async () => await lab[Symbol.asyncDispose]());

let folders = 0;

/** A data folder on which a node runs that does what `operations` do. */
async function aNode(operations: Partial<Operations>): Promise<string> {
  const data = lab.path(`node-${++folders}`);
  const control = lab.own(await openControl(data));
  control.serve(operations as Operations);
  return data;
}

function doneAs(name: string): GetEvent {
  return { type: 'done', result: { ...aResult, name } };
}

describe('pageswarm get, of several documents', () => {
  test('fetches several at a time, and tells of them in the order in which they were asked for', async () => {
    const second = createDeferred<void>();
    const data = await aNode({
      async *get({ document }) {
        if (document === 'one') await second.promise;
        yield doneAs(document);
        if (document === 'two') second.resolve();
      },
    });
    const run = await lab.run(['get', 'one', 'two', 'one', 'three', '--json'], { data });
    expect(run.lines.map(({ name }) => name)).toEqual(['one', 'two', 'three']);
    expect(run.stderr).toContain('3 documents fetched (3.0 kB in');
  });

  test('reads a list from a file or from stdin, and has one line of failure for each that failed', async () => {
    const data = await aNode({
      async *get({ document }) {
        if (document.startsWith('no')) throw new CodedError('ERR_SEARCH_NOT_FOUND', `no '${document}'`);
        yield doneAs(document);
      },
    });
    const list = await lab.file('wanted.txt', '# what I want\none\n\n no such\ntwo\nnor this');
    const run = await lab.run(['get', '--from', list, '--json'], { data });
    expect(run.code).toBe(3);
    expect(run.lines.map(({ name }) => name)).toEqual(['one', 'two']);
    expect(run.stderr).toContain("pageswarm: no 'no such' (ERR_SEARCH_NOT_FOUND)\n");
    expect(run.stderr).toContain("pageswarm: no 'nor this' (ERR_SEARCH_NOT_FOUND)\n");
    expect(run.stderr).toContain('2 documents fetched (2.0 kB in');
    expect(run.stderr).toContain('2 of 4 failed');
    const fromStdin = await lab.run(['get', '--from', '-', '--json'], { data, input: 'three\nfour\n' });
    expect(fromStdin.lines.map(({ name }) => name)).toEqual(['three', 'four']);
    expect((await lab.run(['get', '--from', lab.path('nowhere')], { data })).code).toBe(3);
  });

  test('gets all that the trackers have published, and nothing beside it', async () => {
    const documents = ['a', 'b'].map((digit) => ({ sha256: digit.repeat(64) }));
    const data = await aNode({
      list: async () => documents as never,
      async *get({ document }) {
        yield doneAs(document);
      },
    });
    const run = await lab.run(['get', '--all', '--json'], { data });
    expect(run.lines.map(({ name }) => name)).toEqual(documents.map(({ sha256 }) => sha256));
    expect((await lab.run(['get', '--all', 'one'], { data })).code).toBe(2);
    expect((await lab.run(['get'], { data })).code).toBe(2);
  });

  test('ends with 7 at Ctrl-C, and says how many are here', async () => {
    const begun = createDeferred<void>();
    const data = await aNode({
      async *get({ document }, { signal }) {
        if (document === 'one') return yield doneAs(document);
        yield { type: 'probing', holders: 1 };
        begun.resolve();
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        throw new CodedError('ERR_PEER_INTERRUPTED', 'stopped');
      },
    });
    const child = lab.start(['get', 'one', 'two', 'three', '--data', data]);
    await child.until((got) => (got.stdout() === '' ? undefined : true), 'the first');
    await begun.promise;
    expect((await child.stop('SIGINT')).code).toBe(7);
    expect(child.stderr()).toContain('interrupted; 1 of 3 documents are here');
    expect(child.stderr().match(/^pageswarm: /gm)).toHaveLength(1);
  });

  test('brings many small ones from one holder into a folder that it makes, and finds them there again', async () => {
    const tracker = await lab.startTracker();
    const holder = await lab.startPeer({ tracker });
    const names = Array.from({ length: 12 }, (_, index) => `${index}.pdf`);
    for (const [index, name] of names.entries()) await lab.file(`many/${name}`, aPdf({ seed: index + 1 }));
    await lab.run(['publish', lab.path('many')], { data: holder.data });
    const books = `${lab.path('books', 'new')}/`;
    const args = ['get', '--all', '--out', books, '--host', '127.0.0.1', '--port', '0', '--json'];
    const data = lab.path('reader');
    const first = await lab.run(args, { data, tracker });
    expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining('12 documents fetched') });
    expect(first.stderr).not.toContain('Warning');
    expect(new Set(readdirSync(books))).toEqual(new Set(names));
    expect(first.lines.filter(({ md5Ok, announced }) => md5Ok === true && announced === true)).toHaveLength(
      12,
    );
    const history = await lab.run(['history', '--json'], { data });
    expect(history.json<{ history: unknown[] }>().history).toHaveLength(12);
    const again = await lab.run(args, { data, tracker });
    expect(again).toMatchObject({ code: 0, stderr: expect.stringContaining('12 were here') });
  }, 60_000);
});
