import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { CodedError } from '../../../common/errors.ts';
import { type Control, openControl } from '../../../peer/control/control.ts';
import type { PagesReport } from '../../../peer/merge/merge.ts';
import type { GetEvent, GetResult, Operations, PublishedFile } from '../../../peer/operations.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { createLab, jsonLines, type Lab, type Ran } from '../../support/lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});
afterAll(async () => await lab[Symbol.asyncDispose]());

const open: Control[] = [];
afterEach(async () => {
  for (const control of open.splice(0)) await control[Symbol.asyncDispose]();
});

let folders = 0;

/** A data folder on which a node of this test's own runs, doing what `operations` do. */
async function aNode(operations: Partial<Operations>): Promise<string> {
  const data = lab.path(`node-${++folders}`);
  const control = await openControl(data);
  control.serve(operations as Operations);
  open.push(control);
  return data;
}

const aResult: GetResult = {
  sha256: 'ab'.repeat(32),
  infoHash: 'cd'.repeat(20),
  name: 'book.pdf',
  size: 1000,
  pages: 10,
  md5: 'ef'.repeat(16),
  md5Ok: true,
  path: '/library/book.pdf',
  seconds: 0.5,
  fetchedBytes: 1000,
  holders: [],
  announced: true,
};

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
};

async function* eventsOf(...events: GetEvent[]): AsyncGenerator<GetEvent> {
  yield* events;
}

/** Runs the program against a node that fails every `show` with `code`. */
async function failingWith(code: string): Promise<Ran> {
  const data = await aNode({
    show: async () => {
      throw new CodedError(code, 'what to do');
    },
  });
  return await lab.run(['show', 'x'], { data });
}

describe('pageswarm', () => {
  const VERBS = [
    'tracker',
    'peer',
    'publish',
    'search',
    'show',
    'list',
    'status',
    'remove',
    'get',
    'torrent',
  ];

  test('explains itself and every verb, with examples', async () => {
    const { stdout, code } = await lab.run(['--help']);
    expect(code).toBe(0);
    for (const verb of [...VERBS, 'pages', 'extract']) {
      expect(stdout).toMatch(new RegExp(`^  ${verb} `, 'm'));
      const help = await lab.run([verb, '--help']);
      expect([help.code, help.stdout]).toEqual([
        0,
        expect.stringMatching(/Usage: pageswarm[\s\S]*Examples:\n +\$ pageswarm/),
      ]);
    }
  }, 60_000);

  test('tells its version', async () => {
    expect(await lab.run(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^pageswarm \d/),
    });
  });

  test.each([
    [['nonsense']],
    [['search']],
    [['list', '--nonsense']],
    [['peer', '--port', '99999']],
    [['peer', '--port', 'http']],
    [['list', '--log-level', 'loud']],
    [['list', '--tracker', 'ftp://x']],
    [['remove', 'x', '--delete-file']],
    [['get', 'a', 'b', '--out', 'file.pdf']],
    [['get', 'a', 'b', '--reading-copy', 'file.pdf']],
    [['get', '-']],
  ])('ends with 2 and says why for %p', async (args) => {
    const data = lab.path('unused');
    const run = await lab.run(args, { args: args.includes('nonsense') ? [] : ['--data', data], input: '' });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).not.toBe('');
  });

  test('takes the options of a node before the verb, too', async () => {
    const data = await aNode({ list: async () => [] });
    expect(await lab.run(['--data', data, 'list', '--json'])).toMatchObject({
      code: 0,
      stdout: '{"documents":[]}\n',
    });
  });

  test.each([
    ['ERR_SEARCH_NOT_FOUND', 3],
    ['ERR_TRACKER_UNREACHABLE', 6],
    ['ERR_LIBRARY_NO_SPACE', 9],
    ['ERR_WIRE_ANYTHING', 1],
  ])('ends %s with %d and names the code', async (code, exit) => {
    expect(await failingWith(code)).toMatchObject({
      code: exit,
      stdout: '',
      stderr: `pageswarm: what to do (${code})\n`,
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
});

describe('pageswarm publish', () => {
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

  test('serves by itself without a running peer, and ends with 0 at Ctrl-C', async () => {
    const tracker = await lab.startTracker();
    const file = await lab.file('own.pdf', aPdf());
    const data = lab.path('publisher');
    const child = lab.start(['publish', file, '--json', '--host', '127.0.0.1', '--port', '0'], {
      data,
      tracker,
    });
    const lines = await child.until(() => {
      const found = jsonLines(child.stdout());
      return found.length === 2 ? found : undefined;
    }, 'two lines');
    expect(lines).toMatchObject([
      { type: 'published', path: file, pages: 3, state: 'new' },
      { type: 'serving', documents: 1 },
    ]);
    const got = await lab.run(['get', 'own.pdf', '--json'], { data: lab.path('reader'), tracker });
    expect(got.json<GetResult>()).toMatchObject({ md5Ok: true, pages: 3, announced: true });
    expect((await child.stop('SIGINT')).code).toBe(0);
  }, 60_000);
});

describe('pageswarm get', () => {
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

describe('pageswarm peer', () => {
  test('says when it is ready, remembers its tracker, and ends with 0 at Ctrl-C', async () => {
    const tracker = await lab.startTracker();
    const peer = await lab.startPeer({ tracker });
    const status = (await lab.run(['status', '--json'], { data: peer.data })).json();
    expect(status).toMatchObject({ pid: peer.pid, trackers: [{ url: tracker.url }] });
    expect((await lab.run(['list'], { data: peer.data })).code).toBe(0);

    expect(await peer.stop('SIGINT')).toEqual({ code: 0, signal: null });
    expect(existsSync(join(peer.data, 'node.lock'))).toBe(false);
    expect((await lab.run(['list'], { data: peer.data })).code).toBe(0);
  }, 60_000);

  test('starts again where one was killed', async () => {
    const killed = await lab.startPeer();
    await killed.stop('SIGKILL');
    expect(existsSync(join(killed.data, 'node.lock'))).toBe(true);
    const next = await lab.startPeer({ data: killed.data });
    expect(next.pid).not.toBe(killed.pid);
  }, 60_000);

  test('refuses a data folder on which a node runs', async () => {
    const data = await aNode({});
    const run = await lab.run(['peer'], { data });
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining('ERR_PEER_ALREADY_RUNNING') });
  });

  test('refuses settings that it cannot read', async () => {
    const data = lab.path('damaged');
    mkdirSync(data);
    writeFileSync(lab.path('damaged', 'config.json'), '{');
    expect(await lab.run(['peer'], { data })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('ERR_CONFIG_INVALID'),
    });
  });
});

describe('pageswarm pages', () => {
  test('reports the map of a PDF, byte by byte', async () => {
    const file = await lab.file('three.pdf', aPdf({ pages: 3 }));
    const { code, ...run } = await lab.run(['pages', file, '--json']);
    expect(code).toBe(0);
    const report = run.json<PagesReport>();
    expect(report).toMatchObject({ pages: 3, size: statSync(file).size, mapped: true, reason: '' });
    expect(report.needBytes).toHaveLength(3);
    expect(Math.min(...report.needBytes)).toBeGreaterThan(0);
    expect((await lab.run(['pages', file])).stdout).toMatch(/^pages +3$/m);
  });

  test('tells why a file has no map', async () => {
    const file = await lab.file('letter.txt', 'Dear all');
    const report = (await lab.run(['pages', file, '--json'])).json<PagesReport>();
    expect(report).toMatchObject({ mapped: false, mapBytes: 0, needBytes: [] });
    expect(report.reason).not.toBe('');
  });

  test('ends with 3 where there is no file', async () => {
    expect((await lab.run(['pages', lab.path('nothing.pdf')])).code).toBe(3);
    expect((await lab.run(['pages', lab.folder])).code).toBe(3);
  });
});

describe('pageswarm extract', () => {
  test('writes the pages that were listed', async () => {
    const file = await lab.file('twelve.pdf', aPdf({ pages: 12 }));
    const out = lab.path('some.pdf');
    const run = await lab.run(['extract', file, '--pages', '3,10-12', '-o', out, '--json']);
    expect(run.json()).toEqual({ path: out, pages: 4, bytes: statSync(out).size });
    expect((await lab.run(['pages', out, '--json'])).json()).toMatchObject({ pages: 4 });
  });

  test('replaces nothing, and refuses pages that there are not', async () => {
    const file = await lab.file('two.pdf', aPdf({ pages: 2 }));
    const out = await lab.file('precious.pdf', 'mine');
    expect((await lab.run(['extract', file, '--pages', '1', '-o', out])).code).toBe(13);
    expect(readFileSync(out, 'utf8')).toBe('mine');
    const beyond = lab.path('beyond.pdf');
    expect((await lab.run(['extract', file, '--pages', '3', '-o', beyond])).code).toBe(2);
    expect(existsSync(beyond)).toBe(false);
  });
});

describe('pageswarm with a tracker', () => {
  test('ends with 6 when none can be reached', async () => {
    const unreachable = { data: lab.path('alone'), tracker: { url: 'http://127.0.0.1:1' } };
    for (const args of [['list'], ['search', 'x'], ['show', 'x'], ['get', 'x']]) {
      expect(await lab.run(args, unreachable)).toMatchObject({ code: 6, stdout: '' });
    }
  }, 60_000);

  test('ends with 3 when it knows no such document, and remembers it', async () => {
    const tracker = await lab.startTracker();
    const data = lab.path('asking');
    expect((await lab.run(['get', 'nothing.pdf'], { data, tracker })).code).toBe(3);
    expect((await lab.run(['show', 'nothing.pdf'], { data })).code).toBe(3);
    expect(await lab.run(['search', 'nothing', '--json'], { data })).toMatchObject({
      code: 0,
      stdout: '{"results":[]}\n',
    });
  }, 60_000);
});

describe('pageswarm status', () => {
  test('works for several commands at once on a folder without a node', async () => {
    const options = { data: lab.path('crowded'), tracker: { url: 'http://127.0.0.1:1' } };
    const runs = await Promise.all([1, 2, 3, 4].map(() => lab.run(['status', '--json'], options)));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  }, 60_000);
});
