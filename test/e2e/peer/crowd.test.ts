import { describe, expect, test } from '@jest/globals';
import { openPartial } from '../../../peer/content/content.ts';
import { attachSource, driveFetch } from '../../../peer/fetch/fetch.ts';
import { probeHolders } from '../../../peer/swarm/swarm.ts';
import { bytesOfFile } from '../../support/a-layout.ts';
import { aDocument, aFolder, aSwarm, aWholeContent } from '../../support/in-process.ts';
import { connectRaw, type RawPeer } from '../../support/raw-peer.ts';

const never = new AbortController().signal;

describe('a holder in a crowd', () => {
  test('serves four at once, and the fifth as soon as one of them has left', async () => {
    await using folder = await aFolder();
    const document = aDocument(bytesOfFile(1_000_000));
    await using whole = await aWholeContent(document, folder.path);
    await using holder = await aSwarm(whole);
    const served: RawPeer[] = [];
    const arrive = async () => {
      const peer = await connectRaw(holder.port); // it ends with the holder
      peer.handshake(document.topic.infoHash);
      await peer.greeted();
      peer.say({ type: 'interested' });
      return peer;
    };
    for (let count = 0; count < 4; count++) {
      const peer = await arrive();
      await peer.next('unchoke');
      served.push(peer);
    }
    const fifth = await arrive();
    fifth.say({ type: 'request', piece: 0, begin: 0, length: 16_384 });
    await fifth.next('reject');
    for (const peer of served) peer.say({ type: 'request', piece: 0, begin: 0, length: 16_384 });
    for (const peer of served) await peer.next('piece');

    served[2]?.say({ type: 'notInterested' });
    await fifth.next('unchoke');
    fifth.say({ type: 'request', piece: 0, begin: 0, length: 16_384 });
    expect((await fifth.next('piece')).data).toHaveLength(16_384);
  });

  test('lets ten have all of it, each when a slot is free', async () => {
    await using folder = await aFolder();
    const document = aDocument(bytesOfFile(2_000_000));
    await using whole = await aWholeContent(document, folder.path);
    await using holder = await aSwarm(whole);
    const fetchOne = async (at: number) => {
      await using downloader = await aSwarm();
      const { topic, description } = document;
      await using content = await openPartial(description, `${folder.path}/${at}.part`);
      const probed = await probeHolders(downloader, topic, [[`127.0.0.1:${holder.port}`]], never);
      await driveFetch({
        content,
        signal: never,
        patienceMs: 30_000,
        findMore: async () => undefined,
        news: { progress: () => undefined, takenOver: () => undefined, banned: () => undefined },
        begin: async (fetch) => {
          for (const { connection, pingMs = 1 } of probed)
            attachSource(fetch, description, { connection, latencyMs: pingMs }, fetch.free());
        },
      });
      return content.complete;
    };
    const all = Array.from({ length: 10 }, (_, at) => fetchOne(at));
    expect(await Promise.all(all)).toEqual(all.map(() => true));
  });
});
