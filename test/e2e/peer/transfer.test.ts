import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createDeferred } from '../../../common/runtime/deferred.ts';
import { openPartial, type PartialContent } from '../../../peer/content/content.ts';
import { attachSource, driveFetch, type Fetch } from '../../../peer/fetch/fetch.ts';
import { probeHolders, type Swarm } from '../../../peer/swarm/swarm.ts';
import { bytesOfFile } from '../../support/a-layout.ts';
import { eventually } from '../../support/eventually.ts';
import { aDocument, aFolder, aSwarm, aWholeContent, type MadeDocument } from '../../support/in-process.ts';

const never = new AbortController().signal;

async function fetchFrom(
  holders: readonly Swarm[],
  downloader: Swarm,
  { topic, description }: MadeDocument,
  content: PartialContent,
  signal = never,
): Promise<Fetch> {
  const probed = await probeHolders(
    downloader,
    topic,
    holders.map(({ port }) => [`127.0.0.1:${port}`]),
    signal,
  );
  expect(probed).toHaveLength(holders.length);
  const missing = [...description.layout.leaves.keys()].filter((leaf) => !content.holdsLeaf(leaf));
  return driveFetch({
    content,
    signal,
    patienceMs: 3000,
    findMore: async () => undefined,
    news: { progress: () => undefined, takenOver: () => undefined, banned: () => undefined },
    begin: async (fetch) => {
      for (const [place, { connection, pingMs = 1 }] of probed.entries()) {
        const run = missing.filter((leaf) => leaf % probed.length === place);
        attachSource(fetch, description, { connection, latencyMs: pingMs }, run);
      }
    },
  });
}

describe('driveFetch', () => {
  test('brings a document from two holders to the last byte', async () => {
    await using folder = await aFolder();
    const document = aDocument(bytesOfFile(5_000_001));
    await using whole = await aWholeContent(document, folder.path);
    await using one = await aSwarm(whole);
    await using two = await aSwarm(whole);
    await using downloader = await aSwarm();
    const path = join(folder.path, 'partial.bin');
    await using content = await openPartial(document.description, path);

    const fetch = await fetchFrom([one, two], downloader, document, content);

    expect(content.complete).toBe(true);
    expect(Buffer.compare(await readFile(path), document.bytes)).toBe(0);
    expect(fetch.sources.every(({ verifiedBytes }) => verifiedBytes > 1_000_000)).toBe(true);
  });

  test('goes on where an interrupted download stopped, believing only what its hashes prove', async () => {
    await using folder = await aFolder();
    const document = aDocument(bytesOfFile(3_000_000));
    await using whole = await aWholeContent(document, folder.path);
    await using holder = await aSwarm(whole);
    await using downloader = await aSwarm();
    const path = join(folder.path, 'partial.bin');
    {
      await using first = await openPartial(document.description, path);
      const [span] = document.description.layout.leaves[3]?.spans ?? [];
      await first.store(3, document.bytes.slice(span?.begin, span?.end));
      await first.store(7, new Uint8Array(65_536)); // a crash left zeros where bytes were promised
    }
    await using second = await openPartial(document.description, path);
    expect(second.heldLeaves()).toEqual([3]);

    const fetch = await fetchFrom([holder], downloader, document, second);

    expect(fetch.sources[0]?.verifiedBytes).toBe(3_000_000 - 65_536);
    expect(Buffer.compare(await readFile(path), document.bytes)).toBe(0);
  });

  test('is interrupted by its signal, keeping what was verified', async () => {
    await using folder = await aFolder();
    const document = aDocument(bytesOfFile(1_000_000));
    await using whole = await aWholeContent(document, folder.path);
    await using holder = await aSwarm(whole);
    await using downloader = await aSwarm();
    await using content = await openPartial(document.description, join(folder.path, 'partial.bin'));
    const abort = new AbortController();
    const forget = content.onLeaf(() => abort.abort());

    await expect(fetchFrom([holder], downloader, document, content, abort.signal)).rejects.toMatchObject({
      code: 'ERR_PEER_INTERRUPTED',
    });
    forget();
    expect(content.heldBytes).toBeGreaterThan(0);
  });

  test('gives up with ERR_FETCH_NO_LIVE_HOLDER when all holders are gone', async () => {
    await using folder = await aFolder();
    const document = aDocument(bytesOfFile(8_000_000));
    await using whole = await aWholeContent(document, folder.path);
    const holder = await aSwarm(whole);
    await using downloader = await aSwarm();
    await using content = await openPartial(document.description, join(folder.path, 'partial.bin'));
    const forget = content.onLeaf(() => void holder[Symbol.asyncDispose]());

    await expect(fetchFrom([holder], downloader, document, content)).rejects.toMatchObject({
      code: 'ERR_FETCH_NO_LIVE_HOLDER',
    });
    forget();
    await holder[Symbol.asyncDispose]();
  });
});

describe('driveFetch with a disk that is slower than the network', () => {
  test('asks for no more than it may keep in memory until the disk has caught up', async () => {
    await using folder = await aFolder();
    const document = aDocument(bytesOfFile(150_000_000), 1024 * 1024);
    await using whole = await aWholeContent(document, folder.path);
    await using holder = await aSwarm(whole);
    await using downloader = await aSwarm();
    await using content = await openPartial(document.description, join(folder.path, 'partial.bin'));
    const disk = createDeferred<void>();
    const store = content.store.bind(content);
    let waiting = 0;
    content.store = async (leaf, bytes) => {
      waiting += bytes.length;
      await disk.promise;
      await store(leaf, bytes);
    };

    const fetching = fetchFrom([holder], downloader, document, content);
    await eventually(() => (waiting > 64 * 1024 * 1024 ? waiting : undefined), 'full memory');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    // what was under way when it was full still comes: one window
    expect(waiting).toBeLessThan((64 + 16 + 2) * 1024 * 1024);
    disk.resolve();
    await fetching;
    expect(content.complete).toBe(true);
  }, 30_000);
});

describe('probeHolders', () => {
  test('measures our own ping and leaves out who does not answer, itself and doubles', async () => {
    await using folder = await aFolder();
    const document = aDocument(bytesOfFile(100_000));
    await using whole = await aWholeContent(document, folder.path);
    await using holder = await aSwarm(whole);
    const at = (port: number) => [`127.0.0.1:${port}`];

    const probed = await probeHolders(holder, document.topic, [at(holder.port), at(1)], never);
    expect(probed).toEqual([]);

    await using downloader = await aSwarm();
    const twice = await probeHolders(downloader, document.topic, [at(holder.port), at(holder.port)], never);
    expect(twice).toHaveLength(1);
    expect(twice[0]?.pingMs).toBeGreaterThan(0);
    expect(twice[0]?.connection.holdings.complete).toBe(true);
  });

  test('tells of one that answers long before another does, and lets go of that one when it is enough', async () => {
    await using folder = await aFolder();
    const document = aDocument(bytesOfFile(100_000));
    await using whole = await aWholeContent(document, folder.path);
    await using holder = await aSwarm(whole);
    await using downloader = await aSwarm();
    // it accepts, and says nothing
    const mute = createServer().listen(0, '127.0.0.1');
    await once(mute, 'listening');
    const { port } = mute.address() as AddressInfo;

    const enough = new AbortController();
    const early: string[] = [];
    const probed = await probeHolders(
      downloader,
      document.topic,
      [[`127.0.0.1:${port}`], [`127.0.0.1:${holder.port}`]],
      never,
      {
        early: ({ address }) => {
          early.push(address);
          enough.abort();
        },
        enough: enough.signal,
      },
    );
    expect(early).toEqual([`127.0.0.1:${holder.port}`]);
    expect(probed.map(({ address }) => address)).toEqual(early);
    mute.close();
  });
});
