import { describe, expect, jest, test } from '@jest/globals';
import { decodeMessage } from '../../../../common/wire/decode-message.ts';
import { frameLimits } from '../../../../common/wire/frame-limits.ts';
import { FrameReader } from '../../../../common/wire/frame-reader.ts';
import type { Content } from '../../../../peer/content/content.ts';
import { seed, Uploads } from '../../../../peer/seed/seed.ts';
import { RemoteHoldings } from '../../../../peer/swarm/remote-holdings.ts';
import type { Connection } from '../../../../peer/swarm/swarm.ts';
import { Traffic } from '../../../../peer/swarm/traffic.ts';

const BLOCK = 16 * 1024;

interface Listener {
  message(message: object): void;
  drain(): void;
}

/** A connection that takes `roomFor` blocks until it says that it is full, and again after each `drain`. */
function aConnection(roomFor: number) {
  const blocks: number[] = [];
  const together: number[] = [];
  const said: object[] = [];
  const state = { listener: undefined as Listener | undefined, room: roomFor };
  const connection = {
    fast: true,
    closed: false,
    amChoking: true,
    peerInterested: false,
    remoteId: 'somebody',
    traffic: new Traffic(),
    holdings: new RemoteHoldings(1),
    listen: (listener: Listener) => {
      state.listener = listener;
    },
    send: (message: object) => {
      said.push(message);
      return true;
    },
    sendBlocks: (frames: Uint8Array, bytes: number, left: () => void) => {
      const begins = blocksIn(frames);
      expect(bytes).toBe(begins.length * BLOCK);
      blocks.push(...begins.map((begin) => begin / BLOCK));
      together.push(begins.length);
      state.room -= begins.length;
      left();
      return state.room > 0;
    },
    close: (reason: string) => {
      throw new Error(reason);
    },
  };
  return {
    connection: connection as unknown as Connection,
    blocks,
    /** how many blocks were read and sent at a time */
    together,
    /** all that was sent but blocks */
    said,
    hear: (message: object) => {
      if ('type' in message && message.type === 'interested') connection.peerInterested = true;
      if ('type' in message && message.type === 'notInterested') connection.peerInterested = false;
      state.listener?.message(message);
    },
    drain: () => {
      state.room = roomFor;
      state.listener?.drain();
    },
  };
}

/** Where the blocks begin that `frames` are made of. */
function blocksIn(frames: Uint8Array): number[] {
  const begins: number[] = [];
  const reader = new FrameReader(frameLimits(1), (frame) => {
    const message = decodeMessage(frame);
    if (message?.type === 'piece') begins.push(message.begin);
  });
  reader.push(frames);
  return begins;
}

/** A whole document of one piece, all zeros. */
function aContent(): Content {
  const content = {
    complete: true,
    description: { info: { pieceLength: 1024 * BLOCK }, layout: { leaves: [] } },
    onLeaf: () => () => undefined,
    holds: () => true,
    readInto: (places: Uint8Array[]) => {
      for (const place of places) place.fill(0);
      return Promise.resolve();
    },
  };
  return content as unknown as Content;
}

/** Lets every promise that can be settled be. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('seed', () => {
  test('sends no block over a full connection, whatever is asked, until it has drained', async () => {
    const { connection, blocks, hear, drain } = aConnection(1);
    seed(connection, { content: aContent(), uploads: new Uploads(), uploaded: () => undefined });
    hear({ type: 'interested' });
    // every other block, so that each is read and sent by itself
    for (const index of [0, 2, 4, 6]) {
      hear({ type: 'request', piece: 0, begin: index * BLOCK, length: BLOCK });
      await settled();
    }
    expect(blocks).toEqual([0]);

    drain();
    await settled();
    expect(blocks).toEqual([0, 2]);
  });

  test('sends all that is asked while there is room', async () => {
    const { connection, blocks, hear } = aConnection(100);
    seed(connection, { content: aContent(), uploads: new Uploads(), uploaded: () => undefined });
    hear({ type: 'interested' });
    for (const index of [0, 2, 3]) hear({ type: 'request', piece: 0, begin: index * BLOCK, length: BLOCK });
    await settled();
    expect(blocks).toEqual([0, 2, 3]);
  });

  test('reads at a time what goes in 50 ms, 64 KiB at least', async () => {
    const { connection, together, hear } = aConnection(100);
    seed(connection, { content: aContent(), uploads: new Uploads(), uploaded: () => undefined });
    hear({ type: 'interested' });
    const askAll = async () => {
      for (let index = 0; index < 21; index++)
        hear({ type: 'request', piece: 0, begin: index * BLOCK, length: BLOCK });
      await settled();
    };
    await askAll();
    expect(together).toEqual([1, 4, 4, 4, 4, 4]); // the first is on its way before the others are asked for
    connection.traffic.up.add(10_000_000, performance.now());
    await askAll();
    expect(together.slice(6)).toEqual([1, 20]);
  });

  test('rejects what waits when its slot goes to another', async () => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    const uploads = new Uploads();
    const crowd = [1, 2, 3, 4, 5].map(() => aConnection(1));
    for (const { connection, hear } of crowd) {
      seed(connection, { content: aContent(), uploads, uploaded: () => undefined });
      hear({ type: 'interested' });
    }
    const [first] = crowd;
    for (const index of [0, 2, 4])
      first?.hear({ type: 'request', piece: 0, begin: index * BLOCK, length: BLOCK });
    await settled();
    expect(crowd.map(({ connection }) => connection.amChoking)).toEqual([false, false, false, false, true]);

    first?.hear({ type: 'notInterested' });
    expect(first?.said).toEqual([
      { type: 'unchoke' },
      { type: 'choke' },
      { type: 'reject', piece: 0, begin: 2 * BLOCK, length: BLOCK },
      { type: 'reject', piece: 0, begin: 4 * BLOCK, length: BLOCK },
    ]);
    expect(crowd.at(-1)?.connection.amChoking).toBe(false);
    jest.useRealTimers();
  });
});

describe('seed, of a whole document', () => {
  test.each([
    ['has it, too', { type: 'haveAll' }],
    ['has got its last piece', { type: 'have', piece: 0 }],
  ])('ends a connection to one who %s, for neither wants anything', (_, message) => {
    const { connection, hear } = aConnection(1);
    const ended: string[] = [];
    const remote = { wantsNothing: false, close: (reason: string) => ended.push(reason) };
    const other = Object.assign(connection, remote);
    seed(other, { content: aContent(), uploads: new Uploads(), uploaded: () => undefined });
    hear({ type: 'have', piece: 0 });
    expect(ended).toEqual([]);
    remote.wantsNothing = true;
    Object.assign(other, remote);
    hear(message);
    expect(ended).toEqual(['both sides have all of the document']);
  });
});

describe('seed, of a part of a document', () => {
  test('rejects requests for bytes that it lacks, and ends the connection of one who goes on', () => {
    const { connection, hear, said } = aConnection(1);
    const ended: string[] = [];
    Object.assign(connection, { refuse: (reason: string) => ended.push(reason) });
    const content = { ...aContent(), complete: false, holds: () => false } as Content;
    seed(connection, { content, uploads: new Uploads(), uploaded: () => undefined });
    hear({ type: 'interested' });
    said.length = 0;
    const block = { piece: 0, begin: 0, length: BLOCK };
    for (let asked = 0; asked < 256; asked++) hear({ type: 'request', ...block });
    expect(said).toEqual(new Array(256).fill({ type: 'reject', ...block }));
    expect(ended).toEqual([]);
    hear({ type: 'request', ...block });
    expect(ended).toEqual(['it asked for too much that is not here']);
  });
});

describe('what seed says of an unfinished document', () => {
  const OURS = Uint8Array.of(1);

  /** A document of ten leaves or pieces, of which some are held. */
  function unfinished(held: readonly number[], map?: { digest: Uint8Array }) {
    const gained: ((leaf: number) => void)[] = [];
    const content = {
      complete: false,
      description: { info: { pieceLength: BLOCK }, layout: { leaves: new Array<null>(10).fill(null) }, map },
      onLeaf: (listener: (leaf: number) => void) => {
        gained.push(listener);
        return () => undefined;
      },
      holdsLeaf: (leaf: number) => held.includes(leaf),
    };
    return { content: content as unknown as Content, gain: (leaf: number) => gained[0]?.(leaf) };
  }

  /** Everything that is said to a peer that has announced `digest`; it does so when the test says so. */
  function aListener(digest: Uint8Array) {
    const said: object[] = [];
    const state = { introduced: false, tell: (): void => undefined };
    const connection = {
      extended: true,
      traffic: new Traffic(),
      holdings: new RemoteHoldings(1),
      listen: (listener: { introduced(): void }) => {
        state.tell = () => listener.introduced();
      },
      meansLeavesOf: (ours: Uint8Array) => state.introduced && ours[0] === digest[0],
      send: (message: object) => said.push(message),
      sendPages: (message: object) => said.push(message),
    };
    const introduce = () => {
      state.introduced = true;
      state.tell();
    };
    return { connection: connection as unknown as Connection, said, introduce };
  }

  test('leaves, to one who has announced the same page map, and only then', () => {
    jest.useFakeTimers();
    const { content, gain } = unfinished([0, 9], { digest: OURS });
    const { connection, said, introduce } = aListener(OURS);
    seed(connection, { content, uploads: new Uploads(), uploaded: () => undefined });
    gain(9);
    jest.runAllTimers();
    expect(said).toEqual([]);
    introduce();
    expect(said).toEqual([{ type: 'leafBitfield', bits: Uint8Array.of(0x80, 0x40) }]);
    gain(3);
    gain(4);
    jest.runAllTimers();
    expect(said[1]).toEqual({ type: 'haveLeaves', leaves: [3, 4] });
    jest.useRealTimers();
  });

  test('nothing of leaves to one who means another page map', () => {
    jest.useFakeTimers();
    const { content, gain } = unfinished([0], { digest: OURS });
    const { connection, said, introduce } = aListener(Uint8Array.of(2));
    seed(connection, { content, uploads: new Uploads(), uploaded: () => undefined });
    introduce();
    gain(3);
    jest.runAllTimers();
    expect(said).toEqual([]);
    jest.useRealTimers();
  });

  test('nothing as long as it holds nothing', () => {
    const { connection, said, introduce } = aListener(OURS);
    seed(connection, {
      content: unfinished([], { digest: OURS }).content,
      uploads: new Uploads(),
      uploaded: () => undefined,
    });
    introduce();
    expect(said).toEqual([]);
  });

  test('that it is complete, when its last leaf has come', () => {
    const { content, gain } = unfinished([0], { digest: OURS });
    const { connection } = aListener(OURS);
    let told = 0;
    Object.assign(connection, { sayComplete: () => told++ });
    seed(connection, { content, uploads: new Uploads(), uploaded: () => undefined });
    gain(1);
    expect(told).toBe(0);
    Object.assign(content, { complete: true });
    gain(2);
    expect(told).toBe(1);
  });

  test('pieces, to everybody, if it has no page map', () => {
    const { content, gain } = unfinished([2]);
    const { connection, said, introduce } = aListener(OURS);
    seed(connection, { content, uploads: new Uploads(), uploaded: () => undefined });
    introduce();
    gain(7);
    expect(said).toEqual([
      { type: 'have', piece: 2 },
      { type: 'have', piece: 7 },
    ]);
  });
});
