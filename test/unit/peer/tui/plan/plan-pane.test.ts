import { describe, expect, test } from '@jest/globals';
import type { GetEvent, Operations, Transfer } from '../../../../../peer/operations/operations.ts';
import { openPlan, type PlanOf } from '../../../../../peer/tui/plan/plan-pane.ts';
import { aPlannedHolder } from '../../../../support/a-holder.ts';
import { aHost, textOf } from '../../../../support/a-host.ts';
import { aMachine, aResult, aTransfer, paneParts } from '../../../../support/pane-parts.ts';
import { settled } from '../../../../support/settled.ts';

const SIZE = { columns: 100, rows: 20 };
const FOUND: GetEvent = {
  type: 'found',
  name: 'a.pdf',
  sha256: 'e'.repeat(64),
  infoHash: 'a'.repeat(40),
  size: 2_000_000,
  pages: 100,
};

/** A plan that is open on a host, with the streams that it follows in the hands of the test. */
function aPlan(what: PlanOf, given: Partial<Operations> = {}) {
  let now = 10_000;
  const host = aHost({ now: () => now });
  const streams: Stream[] = [];
  const follow: Operations['follow'] = (_id, { signal }) => {
    const stream = aStream(signal);
    streams.push(stream);
    return stream.events;
  };
  const parts = paneParts({ follow, ...given }, host);
  openPlan(parts, what, aMachine().opener);
  const [pane] = host.opened;
  const list = async (transfer: Transfer) => {
    parts.feed.take({ part: 'transfers', changed: [transfer], removed: [], complete: true });
    await settled();
  };
  const pass = (ms: number) => {
    now += ms;
  };
  return { pane, host, parts, streams, list, pass, show: () => textOf(pane?.view(SIZE) ?? []) };
}

interface Stream {
  readonly events: AsyncIterable<GetEvent>;
  readonly signal: AbortSignal;
  tell(...events: readonly GetEvent[]): Promise<void>;
  end(): Promise<void>;
}

function aStream(signal: AbortSignal): Stream {
  const waiting: GetEvent[] = [];
  let ended = false;
  let wake = () => {};
  async function* events(): AsyncGenerator<GetEvent> {
    for (;;) {
      const next = waiting.shift();
      if (next !== undefined) yield next;
      else if (ended) return;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  return {
    events: events(),
    signal,
    tell: async (...more) => {
      waiting.push(...more);
      wake();
      await settled();
    },
    end: async () => {
      ended = true;
      wake();
      await settled();
    },
  };
}

describe('openPlan', () => {
  test('shows each step of a request as it happens', async () => {
    const { show, streams } = aPlan(
      { request: { document: 'x', serve: true }, name: 'a.pdf' },
      { enqueue: () => Promise.resolve(aTransfer()) },
    );
    expect(show()).toContain('Looking for the document');
    await settled();
    await streams[0]?.tell(FOUND, { type: 'probing', holders: 1 });
    expect(show()).toContain('Probing 1 holder...');
    await streams[0]?.tell({ type: 'planned', holders: [aPlannedHolder()] });
    expect(show()).toContain('192.0.2.1:8169');
    await streams[0]?.tell({ type: 'done', result: aResult() });
    expect(show()).toContain('MD5 ok');
  });

  test('says why a request is refused, and tries again on demand', async () => {
    let times = 0;
    const enqueue = () => {
      times++;
      return times === 1 ? Promise.reject(new Error('no tracker answers')) : Promise.resolve(aTransfer());
    };
    const { show, pane, streams } = aPlan(
      { request: { document: 'x', serve: true }, name: 'a.pdf' },
      { enqueue },
    );
    await settled();
    expect(show()).toContain('Failed: no tracker answers');
    pane?.act('retry');
    await settled();
    expect(streams).toHaveLength(1);
    expect(show()).not.toContain('Failed');
  });

  test('leaves the transfer alone when it is closed, and hears of it no more', async () => {
    const { pane, host, streams } = aPlan({ transfer: aTransfer() });
    await settled();
    pane?.act('close');
    pane?.hidden?.();
    expect(host.opened).toEqual([]);
    expect(streams[0]?.signal.aborted).toBe(true);
  });

  test('follows a transfer again when it goes on, and not while the list has not changed', async () => {
    const { streams, list, pass, show } = aPlan({ transfer: aTransfer() });
    await settled();
    await streams[0]?.tell(FOUND, { type: 'probing', holders: 1 });
    await streams[0]?.end();
    await list(aTransfer({ state: 'paused' }));
    expect(show()).toContain('Paused');
    pass(2000);
    await list(aTransfer({ state: 'running' }));
    expect(streams).toHaveLength(2);
    await list(aTransfer({ state: 'running' }));
    expect(streams).toHaveLength(2);
  });

  test('shows an ended transfer though nobody tells of it any more', async () => {
    const follow: Operations['follow'] = async function* () {
      await Promise.reject(new Error('it has ended'));
      yield FOUND;
    };
    const { show } = aPlan({ transfer: aTransfer({ state: 'done', result: aResult() }) }, { follow });
    await settled();
    expect(show()).toMatch(/2\.0 MB fetched in 4\.0 s.*MD5 ok/s);
  });

  test('tells that the key that pauses goes on with what is paused', async () => {
    const { pane, list } = aPlan({ transfer: aTransfer() });
    expect(pane?.hints).toContain('plan/pause');
    await list(aTransfer({ state: 'paused' }));
    expect(pane?.hints).toContain('plan/pause/resume');
    expect(pane?.hints).not.toContain('plan/pause');
  });

  test('pauses and cancels the transfer that it shows', async () => {
    const done: string[] = [];
    const { pane } = aPlan(
      { transfer: aTransfer() },
      {
        pause: (id) => {
          done.push(`pause ${id}`);
          return Promise.resolve(aTransfer());
        },
      },
    );
    expect(pane?.act('pause')).toBe(true);
    await settled();
    expect(done).toEqual(['pause 0a1b2c3d']);
  });
});
