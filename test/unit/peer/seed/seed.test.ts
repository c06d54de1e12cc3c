import { describe, expect, test } from '@jest/globals';
import type { Content } from '../../../../peer/content/content.ts';
import { seed } from '../../../../peer/seed/seed.ts';
import type { Connection } from '../../../../peer/swarm/swarm.ts';

const BLOCK = 16 * 1024;

interface Listener {
  message(message: object): void;
  drain(): void;
}

/** A connection that takes `roomFor` blocks until it says that it is full, and again after each `drain`. */
function aConnection(roomFor: number) {
  const blocks: number[] = [];
  const state = { listener: undefined as Listener | undefined, room: roomFor };
  const connection = {
    fast: true,
    closed: false,
    amChoking: true,
    speaksPages: false,
    listen: (listener: Listener) => {
      state.listener = listener;
    },
    send: (message: { type: string; begin: number }) => {
      if (message.type !== 'piece') return true;
      blocks.push(message.begin / BLOCK);
      return --state.room > 0;
    },
    close: (reason: string) => {
      throw new Error(reason);
    },
  };
  return {
    connection: connection as unknown as Connection,
    blocks,
    hear: (message: object) => state.listener?.message(message),
    drain: () => {
      state.room = roomFor;
      state.listener?.drain();
    },
  };
}

/** A whole document of one piece, all zeros. */
function aContent(): Content {
  const content = {
    complete: true,
    description: { info: { pieceLength: 1024 * BLOCK }, layout: { leaves: [] } },
    onLeaf: () => () => undefined,
    holds: () => true,
    read: ({ begin, end }: { begin: number; end: number }) => Promise.resolve(new Uint8Array(end - begin)),
  };
  return content as unknown as Content;
}

/** Lets every promise that can be settled be. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('seed', () => {
  test('sends no block over a full connection, whatever is asked, until it has drained', async () => {
    const { connection, blocks, hear, drain } = aConnection(1);
    seed(connection, { content: aContent(), uploaded: () => undefined });
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
    seed(connection, { content: aContent(), uploaded: () => undefined });
    hear({ type: 'interested' });
    for (const index of [0, 2, 3]) hear({ type: 'request', piece: 0, begin: index * BLOCK, length: BLOCK });
    await settled();
    expect(blocks).toEqual([0, 2, 3]);
  });
});
