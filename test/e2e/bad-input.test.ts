import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, truncate } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseMd5, parseSha256 } from '../../common/ids.ts';
import { encodeInfo, infoHashOf } from '../../common/metainfo/info.ts';
import { encodeMetainfo } from '../../common/metainfo/metainfo.ts';
import { openLibrary } from '../../peer/library/library.ts';
import type { GetResult } from '../../peer/operations/operations.ts';
import { aPdf } from '../support/a-pdf.ts';
import { createLab, type Lab } from '../support/lab.ts';
import { operationsOf } from '../support/operations-of.ts';
import { startRelayedHolder } from '../support/relayed-holder.ts';

const own = ['--host', '127.0.0.1', '--port', '0'];
const book = aPdf({ pages: 30, bytesPerPage: 100_000, seed: 5 });
const sha256 = createHash('sha256').update(book).digest('hex');

async function get(
  lab: Lab,
  tracker: { readonly url: string },
  args: readonly string[],
  data = lab.path('downloader'),
) {
  return lab.run(['get', ...args, '--json', ...own], { data, tracker });
}

/** A `.torrent` of the book under `name`, and the data folder of a node that holds it. */
async function hostileTorrent(lab: Lab, name: string): Promise<{ torrent: string; data: string }> {
  const pieces: Buffer[] = [];
  for (let at = 0; at < book.length; at += 65_536) {
    pieces.push(
      createHash('sha1')
        .update(book.subarray(at, at + 65_536))
        .digest(),
    );
  }
  const infoBytes = encodeInfo({
    name,
    length: book.length,
    pieceLength: 65_536,
    pieces: Buffer.concat(pieces),
  });
  const bytes = encodeMetainfo({ infoBytes, trackers: [] });
  const path = await lab.file('kept/book.pdf', book);
  const data = lab.path('holder');
  await using library = await openLibrary(data);
  const { mtimeMs } = await stat(path);
  const md5 = parseMd5(createHash('md5').update(book).digest('hex'));
  const document = {
    sha256: parseSha256(sha256),
    md5,
    infoHash: infoHashOf(infoBytes),
    name,
    path,
    pages: 0,
  };
  await library.add({ ...document, size: book.length, mtimeMs, published: false }, bytes);
  return { torrent: await lab.file('hostile.torrent', bytes), data };
}

/** A tracker that knows BEP 3 only, and one peer: on 127.0.0.1, at `port`. */
async function plainTracker(port: number): Promise<{ url: string } & AsyncDisposable> {
  const peers = Buffer.from([127, 0, 0, 1, port >> 8, port & 0xff]);
  const server = createHttpServer((request, response) => {
    const announce = request.url?.startsWith('/announce') === true;
    response.statusCode = announce ? 200 : 404;
    response.end(
      announce ? Buffer.concat([Buffer.from('d8:intervali1800e5:peers6:'), peers, Buffer.from('e')]) : '',
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${own}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('pageswarm publish', () => {
  test.each([
    ['empty.pdf', '', 'ERR_PUBLISH_EMPTY'],
    ['text.pdf', 'Dear all, this is no PDF.', 'ERR_PUBLISH_NOT_A_PDF'],
  ])('refuses %s with its reason', async (name, text, code) => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    const file = await lab.file(name, text);
    const ran = await lab.run(['publish', file, '--json', ...own], { data: lab.path('node'), tracker });
    expect(ran.code).not.toBe(0);
    expect(ran.lines).toContainEqual(expect.objectContaining({ type: 'refused', code }));
  });

  test('refuses a folder without PDFs and a path that is not there, and publishes what is good beside them', async () => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    const peer = await lab.startPeer({ tracker, data: lab.path('node') });
    const good = await lab.file('good.pdf', aPdf());
    await mkdir(lab.path('empty'));
    const ran = await lab.run(['publish', lab.path('empty'), lab.path('nowhere.pdf'), good, '--json'], {
      data: peer.data,
      tracker,
    });
    expect(ran.code).toBe(1);
    expect(ran.lines.map(({ type, code }) => code ?? type)).toEqual([
      'ERR_PUBLISH_EMPTY_FOLDER',
      'ERR_PUBLISH_NOT_FOUND',
      'published',
    ]);
  });

  test('shares a damaged PDF whole, and says why it has no page map', async () => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    const peer = await lab.startPeer({ tracker, data: lab.path('node') });
    const file = await lab.file('cut.pdf', '%PDF-1.7\n1 0 obj\n<< /Type /Catalog');
    const ran = await lab.run(['publish', file, '--json'], { data: peer.data, tracker });
    expect(ran.code).toBe(0);
    expect(ran.json()).toMatchObject({ mapped: false, reason: expect.stringMatching(/\w/) });
  });

  test('takes a file of 1 GiB without reading it into memory', async () => {
    await using lab = await createLab();
    const file = await lab.file('huge.pdf', '%PDF-1.7\n');
    await truncate(file, 1024 ** 3);
    const ran = await lab.run(['pages', file, '--json']);
    expect(ran.json()).toMatchObject({ mapped: false, size: 1024 ** 3 });
  });

  test('makes one document with two holders of the same bytes under two names', async () => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    await startRelayedHolder(lab, tracker, await lab.file('a/Álgebra.pdf', book));
    await startRelayedHolder(lab, tracker, await lab.file('b/copy of book.pdf', book));

    const found = await lab.run(['search', 'copy', '--json'], { data: lab.path('reader'), tracker });
    expect(found.json<{ results: object[] }>().results).toEqual([
      expect.objectContaining({ sha256, name: 'Álgebra.pdf', holders: 2 }),
    ]);
    const ran = await get(lab, tracker, ['algebra.pdf', sha256]);
    expect(ran.lines.at(-1)).toMatchObject({ sha256, name: 'Álgebra.pdf' });
  });
});

describe('pageswarm get', () => {
  test.each([
    ['../../../escaped.pdf', 'escaped.pdf'],
    ['CON.pdf', undefined],
    ['a\u0000b\u202egnp.pdf', undefined],
  ])('puts a document called %j into the library folder, under a safe name', async (name, safe) => {
    await using lab = await createLab();
    const { torrent, data } = await hostileTorrent(lab, name);
    const holder = await lab.startPeer({ data, tracker: { url: 'http://127.0.0.1:9' } });
    await using tracker = lab.own(await plainTracker(holder.port));

    const ran = await get(lab, tracker, [torrent]);

    expect(ran.code).toBe(0);
    const library = lab.path('downloader', 'library');
    const { path } = ran.json<GetResult>();
    expect(dirname(path)).toBe(library);
    expect(await readdir(library)).toEqual([basename(path)]);
    expect(basename(path)).not.toBe(name);
    if (safe !== undefined) expect(basename(path)).toContain(safe);
    expect(Buffer.compare(await readFile(path), book)).toBe(0);
  });

  test('never overwrites: another file at --out is left alone, the very document is recognised', async () => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    await startRelayedHolder(lab, tracker, await lab.file('book.pdf', book));
    const taken = await lab.file('taken.pdf', 'mine');
    const refused = await get(lab, tracker, ['book.pdf', '--out', taken]);
    expect(refused.code).toBe(13);
    expect(await readFile(taken, 'utf8')).toBe('mine');

    const copy = await lab.file('same.pdf', book);
    const present = await get(lab, tracker, ['book.pdf', '--out', copy]);
    expect(present.code).toBe(0);
    expect(present.json<GetResult>()).toMatchObject({ path: copy, fetchedBytes: 0, md5Ok: true });
    expect(present.stderr).toMatch(/holders now: \S+/);
  });

  test('fetches all the same when the reading copy cannot be written', async () => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    await startRelayedHolder(lab, tracker, await lab.file('book.pdf', book));
    await mkdir(lab.path('taken.pdf'));
    const ran = await get(lab, tracker, ['book.pdf', '--reading-copy', lab.path('taken.pdf')]);
    expect(ran.json<GetResult>()).toMatchObject({ md5Ok: true });
    expect(ran.stderr).toContain(`no reading copy at ${lab.path('taken.pdf')}`);
  });

  test('recognises a file that lies in the library folder under another name, and serves it', async () => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    await startRelayedHolder(lab, tracker, await lab.file('book.pdf', book));
    await lab.file('downloader/library/whatever.pdf', book);
    const ran = await get(lab, tracker, ['book.pdf']);
    expect(ran.json<GetResult>()).toMatchObject({
      path: lab.path('downloader', 'library', 'whatever.pdf'),
      fetchedBytes: 0,
      announced: true,
    });
    const status = await lab.run(['status', '--json'], { data: lab.path('downloader'), tracker });
    expect(status.json<{ shared: object[] }>().shared).toEqual([
      expect.objectContaining({ sha256, state: 'idle' }),
    ]);
  });

  test('ends with 3 for what nobody has published, 4 when no holder answers, 6 without a tracker', async () => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    expect((await get(lab, tracker, ['nothing.pdf'])).code).toBe(3);

    const holder = await startRelayedHolder(lab, tracker, await lab.file('book.pdf', book));
    await holder.process.stop('SIGKILL');
    expect((await get(lab, tracker, ['book.pdf'])).code).toBe(4);

    await tracker.stop();
    expect((await get(lab, tracker, ['book.pdf'])).code).toBe(6);
  }, 60_000);

  test('says how to go on when it is interrupted, and with 7', async () => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    await startRelayedHolder(lab, tracker, await lab.file('book.pdf', book), { roundTripMs: 20, rate: 500 });
    const getting = lab.start(['get', 'book.pdf', ...own], { data: lab.path('downloader'), tracker });
    await getting.until(() => (/share/.test(getting.stderr()) ? true : undefined), 'plan');
    expect((await getting.stop('SIGINT')).code).toBe(7);
    expect(getting.stderr()).toMatch(/kept/);
    expect((await get(lab, tracker, ['book.pdf'])).code).toBe(0);
  }, 60_000);

  const tmpfs = tmpfsProblem();
  const fullDisk = tmpfs === undefined ? test : test.skip;
  if (tmpfs !== undefined) console.warn(`SKIPPED get on a full disk: ${tmpfs}`);
  fullDisk(
    'ends with 9 on a full disk, and goes on when there is room',
    async () => {
      await using lab = await createLab();
      const tracker = await lab.startTracker();
      const holder = await startRelayedHolder(lab, tracker, await lab.file('book.pdf', book));
      const disk = lab.path('disk');
      await mkdir(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]);
      try {
        const full = await get(lab, tracker, ['book.pdf'], join(disk, 'node'));
        expect([full.code, full.stderr]).toEqual([9, expect.stringMatching(/needed, .* free on/)]);
        execFileSync('mount', ['-o', 'remount,size=64m', disk]);
        const ran = await get(lab, tracker, ['book.pdf'], join(disk, 'node'));
        expect(ran.code).toBe(0);
        // where there is no room nothing is begun; a disk that fills midway is in waits-for-room.test.ts
        expect(ran.json<GetResult>().fetchedBytes).toBe(book.length);
        const { uploadedBytes } = await (await operationsOf(holder.data)).status(new AbortController());
        expect(uploadedBytes).toBe(book.length);
      } finally {
        execFileSync('umount', [disk]);
      }
    },
    60_000,
  );
});

describe('a port in use', () => {
  test('is an error when it was asked for, and passed over when not', async () => {
    await using lab = await createLab();
    const tracker = await lab.startTracker();
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const args = ['--host', '127.0.0.1', '--port', String(port)];

    const peer = await lab.run(['peer', ...args], { data: lab.path('node'), tracker });
    expect([peer.code, peer.stderr]).toEqual([1, expect.stringContaining('ERR_SWARM_PORT_IN_USE')]);
    const second = await lab.run(['tracker', ...args], { data: lab.path('tracker') });
    expect([second.code, second.stderr]).toEqual([1, expect.stringContaining('ERR_TRACKER_PORT_IN_USE')]);
    server.close();
  });
});

/** Why no small disk can be made here; `undefined` where it can. */
function tmpfsProblem(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return 'mounting a small disk needs Linux and root';
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', '/mnt'], {
      stdio: 'ignore',
    });
    return undefined;
  } catch {
    return 'this system lets nobody mount';
  }
}
