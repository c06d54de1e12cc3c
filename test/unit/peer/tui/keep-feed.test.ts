import { describe, expect, test } from '@jest/globals';
import { CodedError } from '../../../../common/errors.ts';
import type { NetworkState, Operations, WatchEvent } from '../../../../peer/operations/operations.ts';
import { createFeed } from '../../../../peer/tui/feed-fold.ts';
import { keepFeed } from '../../../../peer/tui/keep-feed.ts';
import type { NodeLink } from '../../../../peer/tui/node-link.ts';

const EVENT: WatchEvent = { part: 'network', network: { interface: 'eth0' } as NetworkState };

/** A node that tells one thing in each of `lives`, and then ends the subscription as the life says. */
function aLink(lives: readonly ('ends' | 'fails' | 'restarts' | 'stays')[]): NodeLink {
  const left = [...lives];
  let lifetime = new AbortController();
  async function* watch(_parts: unknown, { signal }: { readonly signal: AbortSignal }) {
    const life = left.shift();
    yield EVENT;
    if (life === 'fails') throw new CodedError('ERR_CONTROL_LOST', 'the line broke');
    if (life === 'restarts') lifetime.abort();
    if (life === 'restarts') throw new Error('interrupted');
    if (life === 'stays') await new Promise((resolve) => signal.addEventListener('abort', resolve));
  }
  return {
    own: false,
    operations: { watch } as unknown as Operations,
    get lifetime() {
      return lifetime.signal;
    },
    async again() {
      lifetime = new AbortController();
      if (left.length === 0) throw new CodedError('ERR_CONTROL_LOST', 'the peer has ended');
    },
  };
}

async function watched(lives: Parameters<typeof aLink>[0]) {
  const log: string[] = [];
  const over = new AbortController();
  const feed = createFeed();
  const comings = { lost: (why: string) => void log.push(`lost ${why}`), back: () => void log.push('back') };
  let told = 0;
  feed.listen('network', () => {
    told++;
    if (told === lives.length && lives.at(-1) === 'stays') queueMicrotask(() => over.abort());
  });
  const ended = keepFeed(feed, aLink(lives), comings, over.signal, 0).then(
    () => 'ended',
    (error: CodedError) => error.code,
  );
  return { end: await ended, log, feed };
}

describe('keepFeed', () => {
  test('folds what the node tells, until the screen is left', async () => {
    const { end, log, feed } = await watched(['stays']);
    expect([end, log]).toEqual(['ended', []]);
    expect(feed.network?.interface).toBe('eth0');
  });

  test('says when the node is lost and why, and when another tells again', async () => {
    const { end, log } = await watched(['fails', 'stays']);
    expect([end, log]).toEqual(['ended', ['lost the line broke', 'back']]);
  });

  test('gives no reason where the node was started again on purpose', async () => {
    expect((await watched(['restarts', 'stays'])).log).toEqual(['lost ', 'back']);
  });

  test('fails when the node does not come back', async () => {
    expect(await watched(['ends'])).toMatchObject({ end: 'ERR_CONTROL_LOST', log: ['lost '] });
  });
});
