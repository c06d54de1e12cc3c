import { describe, expect, test } from '@jest/globals';
import type { Holder } from '../../../common/tracker-api/publication.ts';
import { openPartial } from '../../../peer/content/content.ts';
import { attachSource, driveFetch } from '../../../peer/fetch/fetch.ts';
import { Limits, NO_LIMITS } from '../../../peer/limit/limit.ts';
import { HolderPool, probeHolders } from '../../../peer/swarm/swarm.ts';
import { bytesOfFile } from '../../support/a-layout.ts';
import { eventually } from '../../support/eventually.ts';
import { aDocument, aFolder, aSwarm, aWholeContent } from '../../support/in-process.ts';
import { connectRaw } from '../../support/raw-peer.ts';

const MB = 1_000_000;
const never = new AbortController().signal;

/** Fetches `bytes` from `holders` that send by `up` into one that asks by `down`. @returns ms that the bytes took */
async function timed(bytes: number, up: Limits, down: Limits, holders = 1): Promise<number> {
  await using folder = await aFolder();
  const document = aDocument(bytesOfFile(bytes));
  await using whole = await aWholeContent(document, folder.path);
  await using one = await aSwarm(whole, up);
  await using other = await aSwarm(whole, up);
  await using downloader = await aSwarm();
  const { topic, description } = document;
  await using content = await openPartial(description, `${folder.path}/partial`);
  const addresses = [one, other].slice(0, holders).map(({ port }) => [`127.0.0.1:${port}`]);
  const probed = await probeHolders(downloader, topic, addresses, never);
  const begun = performance.now();
  await driveFetch({
    content,
    signal: never,
    patienceMs: 30_000,
    findMore: async () => undefined,
    news: { progress: () => undefined, takenOver: () => undefined, banned: () => undefined },
    begin: async (fetch) => {
      for (const [place, { connection, pingMs = 1 }] of probed.entries()) {
        const run = fetch.free().filter((leaf) => leaf % holders === place || place === holders - 1);
        attachSource(
          fetch,
          description,
          { connection, latencyMs: pingMs, limit: down.download(connection.address) },
          run,
        );
      }
    },
  });
  expect(content.complete).toBe(true);
  return performance.now() - begun;
}

/** A whole holder on this machine, as trackers list it. */
function listedAt(port: number): Holder {
  const addresses = [`127.0.0.1:${port}`];
  return { client: 'pageswarm', addresses, complete: true, heldPercent: 100, ageMs: 0 };
}

describe('limits of a node', () => {
  test('keep what it sends below 1 MB/s', async () => {
    const up = new Limits({ ...NO_LIMITS, limitUp: MB });
    const ms = await timed(2.5 * MB, up, new Limits(NO_LIMITS));
    // no less than the bytes need, but for what is left of a quarter of a second; a busy machine may take longer
    expect(ms).toBeGreaterThan(2000);
  });

  test('keep what it fetches from two holders together below 1 MB/s', async () => {
    const down = new Limits({ ...NO_LIMITS, limitDown: MB });
    const ms = await timed(2.5 * MB, new Limits(NO_LIMITS), down, 2);
    expect(ms).toBeGreaterThan(2000);
  });

  test('are in force at once when they change', async () => {
    const up = new Limits({ ...NO_LIMITS, limitUp: 1000 });
    const down = new Limits({ ...NO_LIMITS, limitDown: 1000 });
    const done = timed(4 * MB, up, down); // an hour, if nothing changed
    up.set(NO_LIMITS);
    down.set(NO_LIMITS);
    await done;
  });

  test('refuse connections beyond those for one document, and take the next when one has ended', async () => {
    await using folder = await aFolder();
    const document = aDocument(bytesOfFile(100_000));
    await using whole = await aWholeContent(document, folder.path);
    await using holder = await aSwarm(whole, new Limits({ ...NO_LIMITS, maxConnectionsPerDocument: 4 }));
    const greet = async () => {
      const peer = await connectRaw(holder.port);
      peer.handshake(document.topic.infoHash);
      return peer;
    };
    const peers = [await greet(), await greet(), await greet()];
    for (const peer of peers) await peer.greeted();
    await (await greet()).closed();

    await peers[0]?.[Symbol.asyncDispose]();
    await eventually(() => (holder.connections === 2 ? true : undefined), 'the end of a connection');
    await (await greet()).greeted();

    holder.limit({ maxConnections: 100, maxConnectionsPerDocument: 1 });
    expect(holder.connections).toBe(1);
  });

  test('let no more holders be asked at once than maxSources, and the next when one has gone', async () => {
    await using folder = await aFolder();
    const document = aDocument(bytesOfFile(100_000));
    await using whole = await aWholeContent(document, folder.path);
    await using one = await aSwarm(whole);
    await using two = await aSwarm(whole);
    await using three = await aSwarm(whole);
    await using downloader = await aSwarm();
    let maxSources = 2;
    const pool = new HolderPool({
      swarm: downloader,
      topic: document.topic,
      hostId: 'ours',
      maxSources: () => maxSources,
      listed: async () => [],
    });
    const holders = [one, two, three].map(({ port }) => listedAt(port));
    const reached = await pool.reach(holders, never);
    expect(reached).toHaveLength(2);
    expect(await pool.reach(holders, never)).toEqual([]);
    maxSources = 5;
    expect(await pool.reach(holders, never)).toHaveLength(1);
    pool.close('the end');
  });
});
