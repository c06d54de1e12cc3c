import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CodedError } from '../../../common/errors.ts';
import type { GetEvent, Operations, PublishedFile } from '../../../peer/operations/operations.ts';
import { aResult } from '../../support/a-transfer.ts';
import { anAnsweringNode, endAnsweringNodes } from '../../support/an-answering-node.ts';
import { createLab, type Lab } from '../../support/lab.ts';

const MAIN = fileURLToPath(new URL('../../../peer/main.js', import.meta.url));

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});
afterAll(async () => await lab[Symbol.asyncDispose]());

afterEach(endAnsweringNodes);

const aNode = (operations: Partial<Operations>) => anAnsweringNode(lab, operations);

const aFile: PublishedFile = {
  path: '/books/book.pdf',
  name: 'book.pdf',
  sha256: 'ab'.repeat(32),
  infoHash: 'cd'.repeat(20),
  md5: 'ef'.repeat(16),
  size: 1000,
  pages: 10,
  mapped: true,
  reason: '',
  state: 'new',
  trackers: ['http://192.0.2.7:8168'],
  warnings: [],
};

async function* eventsOf(...events: GetEvent[]): AsyncGenerator<GetEvent> {
  yield* events;
}

describe('pageswarm search', () => {
  test('prints exactly the published fields', async () => {
    const found = { ...aResult, aliases: [], title: 't', author: 'a', subject: '', keywords: '', holders: 3 };
    const data = await aNode({ search: async (words) => (words === 'two words' ? [found as never] : []) });
    const run = await lab.run(['search', 'two', 'words', '--json'], { data });
    expect(run.json()).toEqual({
      results: [
        {
          sha256: aResult.sha256,
          infoHash: aResult.infoHash,
          name: 'book.pdf',
          title: 't',
          author: 'a',
          pages: 10,
          size: 1000,
          holders: 3,
        },
      ],
    });
  });

  test('shows a remote name without what steers a terminal', async () => {
    const data = await aNode({
      search: async () => [
        { ...aResult, aliases: [], title: '\x1b[2Jtitle', author: '', holders: 1 } as never,
      ],
    });
    const { stdout } = await lab.run(['search', 'x'], { data });
    expect(stdout).toContain(' [2Jtitle');
    expect(stdout).not.toContain('\x1b');
  });
});

describe('pageswarm publish', () => {
  test('does not take an empty path for the folder it is in', async () => {
    const run = await lab.run(['publish', ''], { data: lab.path('nobody') });
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('ERR_CLI_USAGE') });
  });

  test('calls a file by its own name where it was published before under another', async () => {
    const data = await aNode({
      async *publish() {
        yield { type: 'published', file: { ...aFile, path: '/books/mine.pdf', state: 'known' } };
      },
    });
    const run = await lab.run(['publish', '/books/mine.pdf'], { data });
    expect(run.stdout).toContain('mine.pdf was published before as book.pdf, is shared');
  });

  test('hands absolute paths over to the running peer, prints each file and ends', async () => {
    const asked: unknown[] = [];
    const data = await aNode({
      async *publish(request) {
        asked.push(request);
        yield { type: 'published', file: aFile };
        yield { type: 'refused', path: '/books/x.txt', code: 'ERR_PUBLISH_NOT_A_PDF', message: 'not a PDF' };
      },
    });
    const run = await lab.run(['publish', 'book.pdf', '--json'], { data });
    expect(asked).toEqual([{ paths: [lab.path('book.pdf')], copy: false, any: false }]);
    expect(run.lines).toEqual([
      { type: 'published', ...aFile },
      { type: 'refused', path: '/books/x.txt', code: 'ERR_PUBLISH_NOT_A_PDF', message: 'not a PDF' },
    ]);
    expect(run).toMatchObject({
      code: 1,
      stderr: 'pageswarm: /books/x.txt: not a PDF (ERR_PUBLISH_NOT_A_PDF)\n',
    });
  });
});

describe('pageswarm get', () => {
  test('goes on when nobody reads its progress any more', async () => {
    const data = await aNode({
      async *get() {
        for (let at = 0; at < 50; at++) {
          yield { type: 'notice', message: 'n'.repeat(10_000) };
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        yield { type: 'done', result: aResult };
      },
    });
    const child = spawn(process.execPath, [MAIN, 'get', 'x', '--json', '--data', data]);
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.once('data', () => child.stderr.destroy());
    const [code] = await once(child, 'close');
    expect([code, JSON.parse(out)]).toEqual([0, aResult]);
  });

  test('ends with 3 for a .torrent that is not there, with 2 for a magnet link that is none', async () => {
    const options = { data: lab.path('asking'), tracker: { url: 'http://127.0.0.1:1' } };
    expect((await lab.run(['get', 'nothing.torrent'], options)).code).toBe(3);
    expect((await lab.run(['get', 'magnet:?xt=urn:btih:zzz'], options)).code).toBe(2);
  });

  test('refuses a reading copy in a folder that is not there, before it fetches anything', async () => {
    const run = await lab.run(['get', 'x', '--reading-copy', lab.path('nowhere', 'copy.pdf')]);
    expect([run.code, run.stderr]).toEqual([3, expect.stringContaining('ERR_CLI_NO_SUCH_FOLDER')]);
  });

  test('prints one line of JSON for each document, those of a list on stdin among them', async () => {
    const data = await aNode({
      get: ({ document }) => eventsOf({ type: 'done', result: { ...aResult, name: document } }),
    });
    const run = await lab.run(['get', 'one', '-', '--json', '--quiet'], {
      data,
      input: 'two\n\n# no\nthree\n',
    });
    expect(run.lines.map((line) => line['name'])).toEqual(['one', 'two', 'three']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
  });

  test('shows the plan and the end on stderr, and the path alone on stdout', async () => {
    const holder = {
      address: '192.0.2.1:1',
      client: 'pageswarm',
      rank: 1,
      latencyMs: 1,
      plannedPercent: 100,
      runs: [],
    };
    const data = await aNode({
      get: () => eventsOf({ type: 'planned', holders: [holder] }, { type: 'done', result: aResult }),
    });
    const run = await lab.run(['get', 'x'], { data });
    expect(run.stdout).toBe('/library/book.pdf\n');
    expect(run.stderr).toContain('192.0.2.1:1  pageswarm');
    expect(run.stderr).toContain('1.0 kB of 1.0 kB fetched in 0.5 s');
  });

  test('goes on with the others when one fails, and ends with the code of the first failure', async () => {
    const data = await aNode({
      async *get({ document }) {
        if (document === 'two') throw new CodedError('ERR_GET_TARGET_EXISTS', 'it is there');
        if (document === 'three') throw new CodedError('ERR_SEARCH_NOT_FOUND', 'no such');
        yield { type: 'done', result: aResult };
      },
    });
    const run = await lab.run(['get', 'one', 'two', 'three', 'four', '--json'], { data });
    expect(run.lines).toHaveLength(2);
    expect(run.code).toBe(13);
    expect(run.stderr).toContain('pageswarm: three: no such (ERR_SEARCH_NOT_FOUND)');
  });

  test('ends with 32 when the MD5 is not the published one', async () => {
    const data = await aNode({ get: () => eventsOf({ type: 'done', result: { ...aResult, md5Ok: false } }) });
    expect((await lab.run(['get', 'x', '--json'], { data })).code).toBe(32);
  });

  test('ends with 7 at Ctrl-C, says what is kept, and has the running peer stop', async () => {
    let stopped = false;
    const data = await aNode({
      async *get(_, { signal }) {
        yield { type: 'progress', verified: 400, size: 1000, pagesHeld: 4, holders: [] };
        yield { type: 'probing', holders: 1 };
        await once(signal, 'abort');
        stopped = true;
        throw new CodedError('ERR_PEER_INTERRUPTED', 'stopped');
      },
    });
    const child = lab.start(['get', 'x', '--data', data]);
    await child.until(() => (child.stderr().includes('probing') ? true : undefined), 'news');
    expect((await child.stop('SIGINT')).code).toBe(7);
    expect(child.stderr()).toContain('400 B of 1.0 kB kept');
    expect(stopped).toBe(true);
  });
});

describe('pageswarm torrent', () => {
  test('saves under a safe name and replaces nothing', async () => {
    const bytes = new Uint8Array([100, 101]);
    const data = await aNode({ torrent: async () => ({ name: '../../evil', bytes }) });
    const run = await lab.run(['torrent', 'x'], { data });
    expect(readFileSync(run.stdout.trim())).toEqual(Buffer.from(bytes));
    expect(run.stdout.startsWith(lab.folder)).toBe(true);
    expect((await lab.run(['torrent', 'x'], { data })).code).toBe(13);
    expect((await lab.run(['torrent', 'x', '-o', '-'], { data })).stdout).toBe('de');
  });
});

describe('pageswarm remove', () => {
  test('asks nothing when the file stays', async () => {
    const asked: unknown[] = [];
    const data = await aNode({
      remove: async (request) => {
        asked.push(request);
        return { sha256: '', name: 'book.pdf', path: '/b', fileDeleted: false, withdrawn: ['http://t'] };
      },
    });
    const run = await lab.run(['remove', 'book.pdf'], { data });
    expect(run).toMatchObject({ code: 0, stdout: 'book.pdf is no longer shared; the file stays at /b\n' });
    await lab.run(['remove', 'book.pdf', '--delete-file', '--yes'], { data });
    expect(asked).toEqual([
      { document: 'book.pdf', deleteFile: false },
      { document: 'book.pdf', deleteFile: true },
    ]);
  });
});
