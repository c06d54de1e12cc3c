import { describe, expect, test } from '@jest/globals';
import { concatBytes } from '../../../../common/bytes.ts';
import { infoHashOf } from '../../../../common/metainfo/info.ts';
import {
  decodeMetadataMessage,
  encodeMetadataMessage,
  MAX_METADATA,
  METADATA_PIECE,
  type MetadataMessage,
  UT_METADATA,
} from '../../../../common/wire/metadata-message.ts';
import { fetchMetadata, serveMetadata } from '../../../../peer/metadata/metadata.ts';
import { aFakeConnection, type FakeConnection } from '../../../support/fake-connection.ts';

const ENCODED = Uint8Array.from({ length: 2 * METADATA_PIECE + 100 }, (_, at) => (at * 31) % 251);
const INFO_HASH = infoHashOf(ENCODED);
const { signal } = new AbortController();

const said = ({ sent }: FakeConnection) => sent.map(({ payload }) => decodeMetadataMessage(payload));
const ask = (remote: FakeConnection, piece: number) =>
  remote.say(UT_METADATA, encodeMetadataMessage({ type: 'request', piece }));

describe('serveMetadata', () => {
  test('gives each piece that is asked for, and rejects those that do not exist', () => {
    const remote = aFakeConnection();
    serveMetadata(remote.connection, { encoded: ENCODED, private: false });
    for (const piece of [2, 0, 1, 3, 2 ** 40]) ask(remote, piece);
    const pieces = said(remote);
    expect(pieces.map((message) => [message?.type, message?.piece])).toEqual([
      ['data', 2],
      ['data', 0],
      ['data', 1],
      ['reject', 3],
      ['reject', 2 ** 40],
    ]);
    const data = [1, 2, 0].flatMap((at) => (pieces[at]?.type === 'data' ? [pieces[at].data] : []));
    expect(concatBytes(data)).toEqual(ENCODED);
  });

  test('rejects who asks for more than four times the whole, and ends the connection of a flood', () => {
    const remote = aFakeConnection();
    serveMetadata(remote.connection, { encoded: ENCODED, private: false });
    for (let time = 0; time < 9; time++) ask(remote, 0);
    expect(said(remote).map((message) => message?.type)).toEqual([
      ...Array(8).fill('data'),
      'reject', // the ninth would be more than four times 32,868 bytes
    ]);
    for (let time = 0; time < 300 && remote.ended.length === 0; time++) ask(remote, 0);
    expect(remote.ended).toHaveLength(1);
    expect(remote.sent.length).toBeLessThan(270);
  });

  test('tells nobody of a private document', () => {
    const remote = aFakeConnection();
    serveMetadata(remote.connection, { encoded: ENCODED, private: true });
    ask(remote, 0);
    expect(remote.sent).toEqual([]);
  });
});

type Behaviour = (remote: FakeConnection, request: MetadataMessage) => void;

const honest: Behaviour = (remote, { piece }) => {
  const data = ENCODED.slice(piece * METADATA_PIECE, (piece + 1) * METADATA_PIECE);
  remote.say(UT_METADATA, encodeMetadataMessage({ type: 'data', piece, totalSize: ENCODED.length, data }));
};

/** A swarm of peers that behave as they are told; `undefined` cannot be reached. */
function aSwarmOf(peers: Readonly<Record<string, { size?: number; answers: Behaviour } | undefined>>) {
  const remotes: FakeConnection[] = [];
  const reach = (address: string) => {
    const peer = peers[address];
    if (peer === undefined) return Promise.reject(new Error('connection refused'));
    const remote = aFakeConnection({
      sendExtension: (_, payload) => {
        const message = decodeMetadataMessage(concatBytes([...payload]));
        queueMicrotask(() => message && !remote.connection.closed && peer.answers(remote, message));
        return true;
      },
    });
    remotes.push(remote);
    const extensions = new Map([[UT_METADATA, 3]]);
    queueMicrotask(() =>
      remote.introduce({ extensions, ...(peer.size !== 0 && { metadataSize: peer.size ?? ENCODED.length }) }),
    );
    return Promise.resolve({ connection: remote.connection, connectMs: 1 });
  };
  return { swarm: { reach }, remotes };
}

const fetchFrom = (peers: Parameters<typeof aSwarmOf>[0]) => {
  const { swarm, remotes } = aSwarmOf(peers);
  const fetched = fetchMetadata({ swarm, infoHash: INFO_HASH, addresses: Object.keys(peers), signal });
  return { fetched, remotes };
};

describe('fetchMetadata', () => {
  test('takes it from the one peer that has it', async () => {
    const { fetched, remotes } = fetchFrom({ dead: undefined, good: { answers: honest } });
    expect(await fetched).toEqual(ENCODED);
    expect(remotes.every(({ connection }) => connection.closed)).toBe(true);
  });

  test('believes nobody: not another dictionary, not an impossible size, not who has none or rejects', async () => {
    const lies: Behaviour = (remote, { piece }) => {
      const data = new Uint8Array(Math.min(METADATA_PIECE, ENCODED.length - piece * METADATA_PIECE));
      const message = { type: 'data', piece, totalSize: ENCODED.length, data } as const;
      remote.say(UT_METADATA, encodeMetadataMessage(message));
    };
    const rejects: Behaviour = (remote, { piece }) =>
      remote.say(UT_METADATA, encodeMetadataMessage({ type: 'reject', piece }));
    const bad = {
      liar: { answers: lies },
      huge: { size: MAX_METADATA + 1, answers: honest },
      without: { size: 0, answers: honest },
      rejecting: { answers: rejects },
    };
    await expect(fetchFrom(bad).fetched).rejects.toMatchObject({
      code: 'ERR_METADATA_NOT_FOUND',
      message: expect.stringMatching(/liar: .*another one.*/),
    });
    expect(await fetchFrom({ ...bad, good: { answers: honest } }).fetched).toEqual(ENCODED);
  });

  test('is not misled by pieces that nobody asked for, that come twice or that do not fit', async () => {
    const confused: Behaviour = (remote, request) => {
      const wrong = {
        type: 'data',
        piece: 2 ** 31,
        totalSize: ENCODED.length,
        data: new Uint8Array(5),
      } as const;
      remote.say(UT_METADATA, encodeMetadataMessage(wrong));
      remote.say(UT_METADATA, encodeMetadataMessage({ ...wrong, piece: 0, totalSize: 1 }));
      honest(remote, request);
      honest(remote, request);
    };
    expect(await fetchFrom({ confused: { answers: confused } }).fetched).toEqual(ENCODED);
  });

  test('ends with the reason of its signal', async () => {
    const { swarm } = aSwarmOf({ silent: { answers: () => undefined } });
    const abort = new AbortController();
    const addresses = ['silent'];
    const fetched = fetchMetadata({ swarm, infoHash: INFO_HASH, addresses, signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(fetched).rejects.toThrow('enough');
  });
});
