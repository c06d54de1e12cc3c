import { describe, expect, test } from '@jest/globals';
import { mergeConfig, type PeerConfig } from '../../../../peer/config.ts';
import type { NodeStatus, Operations } from '../../../../peer/operations/operations.ts';
import type { Peer } from '../../../../peer/peer.ts';
import { attachedNode, startOwnNode } from '../../../../peer/tui/node-link.ts';

const { signal } = new AbortController();

function someOperations(name: string): Operations {
  return { status: async () => ({ data: name }) as NodeStatus } as unknown as Operations;
}

/** Starts nodes whose name is the port of their configuration; port 1 is in use. */
function aStarter() {
  const log: string[] = [];
  let port = 9001;
  const load = async (): Promise<PeerConfig> =>
    mergeConfig('/data', { port }, { environment: {}, commandLine: {} });
  const start = async (config: PeerConfig): Promise<Peer> => {
    if (config.port === 1) throw new Error('port in use');
    const name = String(config.port);
    log.push(`start ${name}`);
    const peer = {
      operations: someOperations(name),
      goodbye: async () => void log.push(`goodbye ${name}`),
      [Symbol.asyncDispose]: async () => void log.push(`end ${name}`),
    };
    return peer as unknown as Peer;
  };
  const configure = (next: number) => {
    port = next;
  };
  return { log, load, start, configure };
}

describe('startOwnNode', () => {
  test('starts the node again with the settings of then, behind the same operations', async () => {
    const { log, load, start, configure } = aStarter();
    const node = await startOwnNode(load, start);
    const { operations } = node;
    const before = node.lifetime;
    configure(9002);
    await node.restart?.();
    expect((await operations.status({ signal })).data).toBe('9002');
    expect([before.aborted, node.lifetime.aborted]).toEqual([true, false]);
    await node.end();
    expect(log).toEqual(['start 9001', 'end 9001', 'start 9002', 'goodbye 9002', 'end 9002']);
  });

  test('goes on with the settings of before where the node does not start with others', async () => {
    const { log, load, start, configure } = aStarter();
    const node = await startOwnNode(load, start);
    configure(1);
    await expect(node.restart?.()).rejects.toThrow('port in use');
    expect((await node.operations.status({ signal })).data).toBe('9001');
    await node.again(signal);
    await node.end();
    expect(log).toEqual(['start 9001', 'end 9001', 'start 9001', 'goodbye 9001', 'end 9001']);
  });
});

describe('attachedNode', () => {
  test('is the node that is found again', async () => {
    const found = [undefined, someOperations('second')];
    const node = attachedNode(someOperations('first'), async () => found.shift(), 0);
    expect((await node.operations.status({ signal })).data).toBe('first');
    await node.again(signal);
    expect((await node.operations.status({ signal })).data).toBe('second');
  });

  test('is not looked for any more when the screen is left', async () => {
    const node = attachedNode(someOperations('first'), async () => {
      throw new Error('nobody there');
    });
    await node.again(AbortSignal.abort());
  });
});
