import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CodedError } from '../../../../common/errors.ts';
import { type InfoHash, parseInfoHash } from '../../../../common/ids.ts';
import { silentLog } from '../../../../common/runtime/log.ts';
import type { GetEvent, GetRequest, GetResult, Transfer } from '../../../../peer/operations/operations.ts';
import type { Entry } from '../../../../peer/transfers/entry.ts';
import { formatTransfer, parseTransfer } from '../../../../peer/transfers/record.ts';
import {
  type Eagerness,
  openTransfers,
  type Subject,
  type TransferStore,
  type Transfers,
  type Work,
} from '../../../../peer/transfers/transfers.ts';

const never = { signal: new AbortController().signal };

/** A store that keeps what it is given as text, as the disk does. */
function aStore(
  records = new Map<string, string>(),
): TransferStore & { readonly records: Map<string, string> } {
  return {
    records,
    read: async () => ({ entries: [...records.values()].map(parseTransfer), lacking: false }),
    write: async (entry: Entry) => void records.set(entry.id, formatTransfer(entry)),
    drop: async (id) => void records.delete(id),
  };
}

/** A document without a network: what has arrived of it is a number, and it ends when told. */
class FakeDocument {
  readonly subject: Subject;
  arrived = 0;
  whole = false;
  runs = 0;
  emit: (event: GetEvent) => void = () => undefined;
  finish: () => void = () => undefined;
  fail: (error: unknown) => void = () => undefined;

  constructor(place: number) {
    const infoHash = parseInfoHash(place.toString(16).padStart(40, '0'));
    this.subject = { infoHash, sha256: '', name: `document ${place}.pdf`, size: 1000, pages: 10, target: '' };
  }

  readonly work: Work = (emit, signal) => {
    this.runs++;
    this.emit = emit;
    return new Promise<GetResult>((resolve, reject) => {
      this.finish = () => {
        this.whole = true;
        resolve(resultOf(this.subject));
      };
      this.fail = reject;
      signal.addEventListener('abort', () => reject(signal.reason));
      if (signal.aborted) reject(signal.reason);
    });
  };

  progress(verified: number): void {
    this.arrived = verified;
    this.emit({ type: 'progress', verified, size: 1000, pagesHeld: verified / 100, holders: [] });
  }
}

function resultOf({ infoHash, name, size, pages, sha256 }: Subject): GetResult {
  const none = { seconds: 1, fetchedBytes: size, holders: [], announced: true };
  return { infoHash, name, size, pages, sha256, md5: '', md5Ok: true, path: `/library/${name}`, ...none };
}

interface World {
  readonly transfers: Transfers;
  readonly documents: readonly FakeDocument[];
  readonly store: ReturnType<typeof aStore>;
}

interface WorldOptions {
  readonly maxActive?: number;
  readonly eagerness?: Eagerness;
  readonly before?: World;
}

/** Transfers over five documents that nobody fetches in earnest. */
async function aWorld({ maxActive = 2, eagerness = 'all', before }: WorldOptions = {}): Promise<World> {
  const documents = before?.documents ?? [1, 2, 3, 4, 5].map((place) => new FakeDocument(place));
  const store = aStore(before?.store.records);
  const of = (infoHash: InfoHash) => documents.find(({ subject }) => subject.infoHash === infoHash);
  let ids = store.records.size;
  const transfers = await openTransfers({
    store,
    maxActive,
    work: (infoHash) => of(infoHash)?.work ?? (() => Promise.reject(new Error('no such'))),
    discard: async (infoHash) => {
      const document = of(infoHash);
      if (document !== undefined && !document.whole) document.arrived = 0;
    },
    leftovers: async () => [],
    log: silentLog,
    newId: () => (++ids * 0x1000001).toString(16).padStart(8, '0'),
  });
  transfers.start(eagerness);
  return { transfers, documents, store };
}

function first(world: World): FakeDocument {
  return world.documents[0] as FakeDocument;
}

const requestOf = ({ subject }: FakeDocument): GetRequest => ({ document: subject.name, serve: true });

function enqueue({ transfers }: World, document: FakeDocument): Promise<Transfer> {
  return transfers.enqueue(document.subject, requestOf(document), never);
}

/** A `get` of `document` by somebody who waits for it. */
function attend({ transfers }: World, document: FakeDocument) {
  const leaving = new AbortController();
  const events = transfers.attend(document.subject, requestOf(document), document.work, leaving);
  return { over: typesOf(events), leave: () => leaving.abort(new Error('left')) };
}

async function typesOf(events: AsyncIterable<GetEvent>): Promise<string[]> {
  const types: string[] = [];
  for await (const { type } of events) types.push(type);
  return types;
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('Transfers', () => {
  test('runs as many at once as it may, the others in order', async () => {
    const world = await aWorld();
    for (const document of world.documents) await enqueue(world, document);
    const states = () =>
      world.transfers
        .list()
        .reverse()
        .map(({ state }) => state);
    expect(states()).toEqual(['running', 'running', 'waiting', 'waiting', 'waiting']);
    world.documents[1]?.finish();
    await turn();
    expect(states()).toEqual(['running', 'done', 'running', 'waiting', 'waiting']);
  });

  test('lets nobody wait who waits for it already', async () => {
    const world = await aWorld({ maxActive: 1 });
    await enqueue(world, first(world));
    const got = attend(world, world.documents[1] as FakeDocument);
    await turn();
    expect(world.transfers.list().map(({ state }) => state)).toEqual(['running', 'running']);
    world.documents[1]?.finish();
    expect(await got.over).toEqual(['done']);
  });

  test('pauses a download when the last one leaves who waits for it', async () => {
    const world = await aWorld();
    const one = attend(world, first(world));
    const two = attend(world, first(world));
    await turn();
    one.leave();
    await expect(one.over).rejects.toThrow('left');
    expect(world.transfers.list()).toMatchObject([{ state: 'running' }]);
    two.leave();
    await expect(two.over).rejects.toMatchObject({ code: 'ERR_PEER_INTERRUPTED' });
    expect(world.transfers.list()).toMatchObject([{ state: 'paused' }]);
  });

  test('goes on with one that was queued when somebody leaves who joined it', async () => {
    const world = await aWorld();
    await enqueue(world, first(world));
    const joined = attend(world, first(world));
    await turn();
    joined.leave();
    await expect(joined.over).rejects.toThrow('left');
    expect(world.transfers.list()).toMatchObject([{ state: 'running' }]);
  });

  test('goes on with one that was waited for when it is queued, too', async () => {
    const world = await aWorld();
    const got = attend(world, first(world));
    await turn();
    await enqueue(world, first(world));
    got.leave();
    await expect(got.over).rejects.toThrow('left');
    expect(world.transfers.list()).toMatchObject([{ state: 'running' }]);
  });

  test('tells who waits for it that somebody else paused or cancelled it', async () => {
    for (const [what, code] of [
      ['pause', 'ERR_TRANSFER_PAUSED'],
      ['cancel', 'ERR_TRANSFER_CANCELLED'],
    ] as const) {
      const world = await aWorld();
      const got = attend(world, first(world));
      const failing = expect(got.over).rejects.toMatchObject({ code });
      await turn();
      await world.transfers[what]('document 1.pdf');
      await failing;
    }
  });

  test('pauses, resumes, and knows how much is here meanwhile', async () => {
    const world = await aWorld();
    const { id } = await enqueue(world, first(world));
    first(world).progress(300);
    expect(await world.transfers.pause(id)).toMatchObject({
      state: 'paused',
      verifiedBytes: 300,
      pagesHeld: 3,
      rate: 0,
    });
    await expect(world.transfers.pause(id)).rejects.toMatchObject({ code: 'ERR_TRANSFER_STATE' });
    expect(await world.transfers.resume(id)).toMatchObject({ state: 'running', step: 'finding' });
    await expect(world.transfers.resume(id)).rejects.toMatchObject({ code: 'ERR_TRANSFER_STATE' });
    expect(first(world).runs).toBe(2);
  });

  test('keeps why one failed, and tries it again', async () => {
    const world = await aWorld();
    const { id } = await enqueue(world, first(world));
    first(world).fail(new CodedError('ERR_FETCH_NO_LIVE_HOLDER', 'nobody'));
    await turn();
    const failure = { code: 'ERR_FETCH_NO_LIVE_HOLDER', message: 'nobody' };
    expect(world.transfers.get(id)).toMatchObject({ state: 'failed', failure });
    expect(await world.transfers.retry(id)).toMatchObject({ id, state: 'running' });
    expect(world.transfers.get(id)?.failure).toBeUndefined();
  });

  test('deletes what had arrived of one that is cancelled, and begins it anew', async () => {
    const world = await aWorld();
    const { id } = await enqueue(world, first(world));
    first(world).progress(300);
    expect(await world.transfers.cancel(id)).toMatchObject({ state: 'cancelled', verifiedBytes: 0 });
    expect(first(world).arrived).toBe(0);
    expect(await enqueue(world, first(world))).toMatchObject({ id, state: 'running' });
    await expect(world.transfers.forget(id)).rejects.toMatchObject({ code: 'ERR_TRANSFER_STATE' });
  });

  test('cancels one that is being paused', async () => {
    const world = await aWorld();
    const { id } = await enqueue(world, first(world));
    const pausing = expect(world.transfers.pause(id)).rejects.toMatchObject({ code: 'ERR_TRANSFER_STATE' });
    expect(await world.transfers.cancel(id)).toMatchObject({ state: 'cancelled' });
    await pausing;
  });

  test('has a new transfer for a document that was done before, and forgets the old one', async () => {
    const world = await aWorld();
    const { id } = await enqueue(world, first(world));
    first(world).finish();
    await turn();
    const again = await enqueue(world, first(world));
    expect(again).toMatchObject({ state: 'running' });
    expect(again.id).not.toBe(id);
    expect(await world.transfers.forget(undefined)).toBe(1);
    expect(world.transfers.list().map((one) => one.id)).toEqual([again.id]);
  });

  test('puts down once what is here already', async () => {
    const world = await aWorld();
    const { subject } = first(world);
    const put = () => world.transfers.present(subject, requestOf(first(world)), resultOf(subject));
    expect(await put()).toMatchObject({
      state: 'done',
      path: '/library/document 1.pdf',
      verifiedBytes: 1000,
    });
    await put();
    expect(world.transfers.list()).toHaveLength(1);
  });

  test('remembers the newest 500 that ended', async () => {
    const world = await aWorld({ maxActive: 1000 });
    for (let count = 0; count < 502; count++) {
      await enqueue(world, first(world));
      first(world).finish();
      await turn();
    }
    await turn();
    expect(world.transfers.list()).toHaveLength(500);
    expect(world.store.records.size).toBe(500);
  });
});

describe('Transfers after a restart', () => {
  test('go on with what ran or waited, in order, and leave paused what was', async () => {
    const before = await aWorld({ maxActive: 1 });
    const [a, b, c] = before.documents as [FakeDocument, FakeDocument, FakeDocument];
    for (const document of [a, b, c]) await enqueue(before, document);
    await before.transfers.pause('document 2.pdf');
    await before.transfers.stop();
    const after = await aWorld({ before, maxActive: 1 });
    const states = Object.fromEntries(after.transfers.list().map(({ name, state }) => [name, state]));
    expect(states).toEqual({
      'document 1.pdf': 'running',
      'document 2.pdf': 'paused',
      'document 3.pdf': 'waiting',
    });
    expect([a.runs, b.runs, c.runs]).toEqual([2, 0, 0]);
  });

  test('sleep in a node that runs for another command, until one is asked for', async () => {
    const before = await aWorld();
    const { id } = await enqueue(before, first(before)); // killed
    const asked = await aWorld({ before, eagerness: 'asked' });
    expect(asked.transfers.get(id)).toMatchObject({ state: 'waiting' });
    expect(await asked.transfers.resume(id)).toMatchObject({ state: 'running' });
    const none = await aWorld({ before, eagerness: 'none' });
    expect(await none.transfers.resume(id)).toMatchObject({ state: 'waiting' });
  });

  test('refuse who comes while the node ends', async () => {
    const world = await aWorld();
    await world.transfers.stop();
    await expect(enqueue(world, first(world))).rejects.toMatchObject({ code: 'ERR_CONTROL_ENDING' });
    await expect(attend(world, first(world)).over).rejects.toMatchObject({ code: 'ERR_CONTROL_ENDING' });
  });
});

describe('follow', () => {
  test('tells what has happened, then what comes, over a pause to the end', async () => {
    const world = await aWorld();
    const { id } = await enqueue(world, first(world));
    first(world).emit({ type: 'probing', holders: 1 });
    const types = typesOf(world.transfers.follow(id, never));
    await turn();
    await world.transfers.pause(id);
    await turn();
    await world.transfers.resume(id);
    await turn();
    first(world).emit({ type: 'verifying' });
    await turn();
    first(world).finish();
    expect(await types).toEqual(['found', 'probing', 'verifying', 'done']);
    expect(await typesOf(world.transfers.follow(id, never))).toEqual(['found', 'done']);
  });

  test('fails as the transfer does, and stops nothing when it is left', async () => {
    const world = await aWorld();
    const { id } = await enqueue(world, first(world));
    const leaving = new AbortController();
    const left = typesOf(world.transfers.follow(id, leaving));
    const stays = typesOf(world.transfers.follow(id, never));
    await turn();
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
    expect(world.transfers.get(id)).toMatchObject({ state: 'running' });
    first(world).fail(new CodedError('ERR_VERIFY_MISMATCH', 'wrong'));
    await expect(stays).rejects.toMatchObject({ code: 'ERR_VERIFY_MISMATCH', message: 'wrong' });
  });

  test('waits for a paused one until it is left', async () => {
    const world = await aWorld();
    const { id } = await enqueue(world, first(world));
    await world.transfers.pause(id);
    const leaving = new AbortController();
    const left = typesOf(world.transfers.follow(id, leaving));
    await turn();
    leaving.abort(new Error('left'));
    await expect(left).rejects.toThrow('left');
  });
});

describe('Transfers under any sequence of wishes', () => {
  const wish = fc.record({
    what: fc.constantFrom(
      'enqueue',
      'attend',
      'leave',
      'pause',
      'resume',
      'retry',
      'cancel',
      'forget',
      'finish',
      'fail',
      'progress',
      'restart',
      'kill',
    ),
    which: fc.nat(4),
    waits: fc.boolean(),
  });
  type Wish = typeof wish extends fc.Arbitrary<infer One> ? One : never;

  async function fulfil(
    world: World,
    got: Map<FakeDocument, { leave(): void }>,
    { what, which }: Wish,
  ): Promise<World> {
    const document = world.documents[which] as FakeDocument;
    const query = document.subject.infoHash;
    switch (what) {
      case 'enqueue':
        if (!document.whole) await enqueue(world, document);
        return world;
      case 'attend': {
        const attending = attend(world, document);
        attending.over.catch(() => undefined);
        got.set(document, attending);
        return world;
      }
      case 'leave':
        got.get(document)?.leave();
        return world;
      case 'finish':
        document.finish();
        return world;
      case 'fail':
        document.fail(new CodedError('ERR_FETCH_NO_LIVE_HOLDER', 'nobody'));
        return world;
      case 'progress':
        if (stateOf(world, document) === 'running') document.progress(500);
        return world;
      case 'restart':
        await world.transfers.stop();
        got.clear();
        return await aWorld({ before: world });
      case 'kill':
        await turn();
        got.clear();
        return await aWorld({ before: world });
      default:
        await world.transfers[what](query);
        return world;
    }
  }

  const stateOf = ({ transfers }: World, { subject }: FakeDocument) =>
    transfers.list().find(({ infoHash, state }) => infoHash === subject.infoHash && state !== 'done')?.state;

  function holdLaws({ transfers, documents }: World, got: number): void {
    const list = transfers.list();
    const open = list.filter(({ state }) => state !== 'done').map(({ infoHash }) => infoHash);
    expect(new Set(open).size).toBe(open.length);
    expect(list.filter(({ state }) => state === 'running').length).toBeLessThanOrEqual(2 + got);
    for (const { infoHash, state, rate, step } of list) {
      if (state !== 'running') expect([rate, step]).toEqual([0, undefined]);
      const document = documents.find(({ subject }) => subject.infoHash === infoHash);
      if (state === 'cancelled' && document?.whole === false) expect(document.arrived).toBe(0);
    }
  }

  test('keep their laws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(wish, { maxLength: 40 }), async (wishes) => {
        let world = await aWorld();
        const got = new Map<FakeDocument, { leave(): void }>();
        for (const one of wishes) {
          const work = fulfil(world, got, one).catch((error: unknown) => {
            expect(String((error as CodedError).code)).toMatch(/^ERR_(TRANSFER|CONTROL_ENDING)/);
            return world;
          });
          if (one.waits || one.what === 'restart' || one.what === 'kill') world = await work;
          holdLaws(world, got.size);
        }
        await turn();
        await turn();
        holdLaws(world, got.size);
        const kept = new Map([...world.store.records].map(([id, text]) => [id, parseTransfer(text)]));
        const list = world.transfers.list();
        expect([...kept.keys()].sort()).toEqual(list.map(({ id }) => id).sort());
        for (const { id, state } of list) {
          const phase = kept.get(id)?.phase.state;
          expect(phase).toBe(state === 'running' ? 'waiting' : state);
        }
        // when nobody waits for a place, it is because all places are taken
        const waiting = list.some(({ state }) => state === 'waiting');
        const running = list.filter(({ state }) => state === 'running').length;
        if (waiting) expect(running).toBeGreaterThanOrEqual(2);
      }),
      { numRuns: 300 },
    );
  });
});
