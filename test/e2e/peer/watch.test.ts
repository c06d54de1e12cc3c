import { describe, expect, test } from '@jest/globals';
import type { NetworkState, WatchEvent } from '../../../peer/operations/operations.ts';
import { aPdf } from '../../support/a-pdf.ts';
import { eventually } from '../../support/eventually.ts';
import { freePort } from '../../support/free-port.ts';
import { createLab, jsonLines } from '../../support/lab.ts';
import { operationsOf } from '../../support/operations-of.ts';
import { publishIn } from '../../support/published.ts';
import { connectRaw } from '../../support/raw-peer.ts';
import { startRelayedHolder } from '../../support/relayed-holder.ts';
import { watchNode } from '../../support/watching.ts';

const TIMEOUT = 90_000;
const never = { signal: new AbortController().signal };
const small = aPdf({ pages: 3, bytesPerPage: 20_000, seed: 3 });

describe('watch published', () => {
  test(
    'sees what is published, who else holds it, and what is taken back',
    async () => {
      await using lab = await createLab();
      const { tracker, holder } = await publishIn(lab, 'first.pdf', small);
      const other = await lab.startPeer({ tracker });
      await using watching = await watchNode(other.data, ['published']);
      const names = () => [...watching.rows('published').values()].map(({ name }) => name);
      const row = (name: string) => [...watching.rows('published').values()].find((one) => one.name === name);
      await watching.until('published', ({ complete }) => complete, 'complete list');
      expect(names()).toEqual(['first.pdf']);
      expect(row('first.pdf')?.holders).toBe(1);

      const file = await lab.file('second.pdf', aPdf({ pages: 2, bytesPerPage: 9_000, seed: 4 }));
      await lab.run(['publish', file], { data: holder.data, tracker });
      await eventually(() => names().includes('second.pdf') || undefined, 'second document');

      await lab.run(['get', 'first.pdf'], { data: other.data, tracker });
      await eventually(() => row('first.pdf')?.holders === 2 || undefined, 'second holder');

      await lab.run(['remove', 'second.pdf'], { data: holder.data, tracker });
      await eventually(() => !names().includes('second.pdf') || undefined, 'withdrawal');
      expect(watching.events.every((event) => event.part === 'published' && event.trouble === '')).toBe(true);
    },
    TIMEOUT,
  );

  test(
    'keeps its rows while the tracker is away, says so, and goes on when it is back',
    async () => {
      await using lab = await createLab();
      const port = await freePort();
      const data = lab.path('tracker');
      const tracker = await lab.startTracker({ port, data });
      const peer = await lab.startPeer({ tracker });
      const first = await lab.file('first.pdf', small);
      await lab.run(['publish', first], { data: peer.data, tracker });
      await using watching = await watchNode(peer.data, ['published']);
      await eventually(() => watching.rows('published').size === 1 || undefined, 'the document');

      await tracker.stop('SIGKILL');
      const away = await watching.until('published', ({ trouble }) => trouble !== '', 'trouble');
      expect(away).toMatchObject({ changed: [], removed: [], complete: true });
      expect(away.trouble).toContain(tracker.url);
      expect(watching.rows('published').size).toBe(1);

      await lab.startTracker({ port, data });
      const second = await lab.file('second.pdf', aPdf({ pages: 2, bytesPerPage: 9_000, seed: 5 }));
      await lab.run(['publish', second], { data: peer.data, tracker });
      await eventually(() => watching.rows('published').size === 2 || undefined, 'the second document');
      await watching.until('published', ({ trouble }) => trouble === '', 'end of the trouble');
    },
    TIMEOUT,
  );

  test(
    'is complete, with its reason, where no tracker ever answers',
    async () => {
      await using lab = await createLab();
      const peer = await lab.startPeer({ tracker: { url: `http://127.0.0.1:${await freePort()}` } });
      await using watching = await watchNode(peer.data, ['published']);
      const event = await watching.until('published', ({ complete }) => complete, 'complete list');
      expect(event).toMatchObject({ changed: [], removed: [] });
      expect(event.trouble).toMatch(/ECONNREFUSED/);
    },
    TIMEOUT,
  );
});

describe('watch', () => {
  test(
    'shows a slow download at both ends: rates, peers, pages, and the partial file when it is interrupted',
    async () => {
      await using lab = await createLab();
      const tracker = await lab.startTracker();
      const file = await lab.file('book.pdf', aPdf({ pages: 60, bytesPerPage: 100_000 }));
      const holder = await startRelayedHolder(lab, tracker, file, { roundTripMs: 20, rate: 400 });
      const peer = await lab.startPeer({ tracker });
      await using watching = await watchNode(peer.data, ['files', 'network', 'transfers']);
      await using holding = await watchNode(holder.data, ['files', 'network']);
      await watching.until('files', ({ complete }) => complete, 'files');
      const getting = lab.start(['get', 'book.pdf'], { data: peer.data, tracker });

      const arriving = await watching.until(
        'files',
        ({ changed: [row] }) => row?.state === 'fetching' && row.downRate > 0 && row.pagesHeld > 0,
        'arriving document',
      );
      expect(arriving.changed).toMatchObject([{ name: 'book.pdf', pages: 60, upRate: 0, ratio: 0 }]);
      const { network } = await watching.until(
        'network',
        ({ network: { peers } }) => peers.some(({ downRate }) => downRate > 0),
        'peer with a rate',
      );
      expect(network.peers).toMatchObject([
        { address: holder.address, document: 'book.pdf', outgoing: true, upRate: 0 },
      ]);
      expect(network.peers[0]?.client).toMatch(/^Pageswarm \d/);
      expect(network.peers[0]?.latencyMs).toBeGreaterThan(5);
      expect(network.downRate).toBeGreaterThan(0);
      await holding.until(
        'network',
        ({ network: { peers } }) => peers.some(({ upRate, outgoing }) => upRate > 0 && !outgoing),
        'the same peer at the other end',
      );
      await eventually(
        () =>
          [...holding.rows('files').values()].some(({ ratio, upRate }) => ratio > 0 && upRate > 0) ||
          undefined,
        'a ratio that grows',
      );
      await eventually(
        () => [...watching.rows('transfers').values()][0]?.state === 'running' || undefined,
        'transfer',
      );

      const operations = await operationsOf(peer.data);
      const heat = await operations.heat('book.pdf', never);
      expect(heat).toMatchObject({ unit: 'page', pages: 60, estimated: false, holders: [holder.address] });
      expect(heat.held).toContain(100);
      expect(heat.arriving).toContain(0);
      expect(new Set(heat.availability)).toEqual(new Set([1]));

      expect((await getting.stop('SIGINT')).code).toBe(7);
      await eventually(
        () => [...watching.rows('files').values()][0]?.state === 'partial' || undefined,
        'partial',
      );
      const left = await operations.heat('book.pdf', never);
      expect(left).toMatchObject({ unit: 'page', pages: 60, estimated: false, holders: [] });
      expect(left.held).toContain(100);
      expect(left.held).toContain(0);
      expect(new Set(left.availability)).toEqual(new Set([1]));
      await watching.until('network', (event) => event.network.downRate === 0, 'silence');

      await watching.leave();
      await peer.stop();
      const later = await lab.run(['heat', 'book.pdf', '--json'], { data: peer.data, tracker });
      const guess = later.json<{ held: number[] }>();
      expect(guess).toMatchObject({ unit: 'page', pages: 60, estimated: true });
      expect(guess.held[0]).toBeGreaterThan(0);
      expect(guess.held[0]).toBeLessThan(100);
    },
    TIMEOUT,
  );

  test(
    'serves two at once, and one who leaves does not disturb the other',
    async () => {
      await using lab = await createLab();
      const { tracker, holder } = await publishIn(lab, 'first.pdf', small);
      const one = await watchNode(holder.data, ['files', 'log']);
      await using two = await watchNode(holder.data, ['files', 'log', 'published']);
      for (const watching of [one, two]) {
        await watching.until('files', ({ complete }) => complete, 'files');
        expect([...watching.rows('files').values()]).toMatchObject([{ name: 'first.pdf', state: 'serving' }]);
        await watching.until(
          'log',
          ({ entries }) => entries.some(({ event }) => event === 'node-started'),
          'log',
        );
      }
      await eventually(() => [...two.rows('files').values()][0]?.holders === 1 || undefined, 'holders');
      await one.leave();
      const before = one.events.length;
      const file = await lab.file('second.pdf', aPdf({ pages: 2, bytesPerPage: 9_000, seed: 6 }));
      await lab.run(['publish', file], { data: holder.data, tracker });
      await eventually(() => two.rows('files').size === 2 || undefined, 'second document');
      expect(one.events).toHaveLength(before);
    },
    TIMEOUT,
  );

  test(
    'refuses what cannot be watched',
    async () => {
      await using lab = await createLab();
      const peer = await lab.startPeer({ tracker: await lab.startTracker() });
      const operations = await operationsOf(peer.data);
      const wrong = ['weather'] as unknown as WatchEvent['part'][];
      const watching = operations.watch(wrong, never)[Symbol.asyncIterator]();
      await expect(watching.next()).rejects.toMatchObject({ code: 'ERR_CONTROL_BAD_REQUEST' });
      await expect(operations.heat('nothing.pdf', never)).rejects.toMatchObject({
        code: 'ERR_LIBRARY_NOT_FOUND',
      });
      await expect(operations.log({ level: 'info', limit: 0 }, never)).rejects.toMatchObject({
        code: 'ERR_CONTROL_BAD_REQUEST',
      });
    },
    TIMEOUT,
  );
});

describe('pageswarm network, log and watch', () => {
  test(
    'name who broke the protocol, print lines of JSON, and end with Ctrl-C as with any other',
    async () => {
      await using lab = await createLab();
      const { tracker, holder, infoHash } = await publishIn(lab, 'first.pdf', small);
      const logging = lab.start(['log', '--follow', '--json', '--level', 'debug'], { data: holder.data });
      await logging.until(({ stdout }) => stdout().includes('node-started') || undefined, 'log');
      const watching = lab.start(['watch', 'network', 'published'], { data: holder.data });
      await watching.until(({ stdout }) => stdout().includes('first.pdf') || undefined, 'document');

      await using raw = await connectRaw(holder.port);
      raw.handshake(infoHash);
      await raw.greeted();
      raw.send(Buffer.from([0xff, 0xff, 0xff, 0xff, 1, 2, 3]));
      await raw.closed();
      const banned = await watching.until(({ stdout }) => {
        const events = jsonLines(stdout()) as unknown as { part: string; network?: NetworkState }[];
        return events.find(({ network }) => network !== undefined && network.bans.length > 0)?.network;
      }, 'ban');
      expect(banned.bans).toMatchObject([
        { document: 'first.pdf', reason: expect.stringMatching(/limit 1/) },
      ]);
      await logging.until(({ stdout }) => stdout().includes('connection-ended') || undefined, 'entry');

      const shown = await lab.run(['network'], { data: holder.data });
      expect(shown.stdout).toContain(`tracker    ${tracker.url} ok`);
      expect(shown.stdout).toMatch(/bans:\n.*\n.*first\.pdf/);
      const heat = await lab.run(['heat', 'first.pdf'], { data: holder.data });
      expect(heat.stdout).toMatch(/1 {2}###\n3 of 3 pages here/);
      const entries = jsonLines(logging.stdout());
      expect(entries[0]).toMatchObject({
        sequence: expect.any(Number),
        level: 'info',
        event: 'node-started',
      });
      expect((await logging.stop('SIGINT')).code).toBe(0);
      expect((await watching.stop('SIGINT')).code).toBe(0);
    },
    TIMEOUT,
  );

  test(
    'say what to do where no peer runs',
    async () => {
      await using lab = await createLab();
      for (const verb of [['network'], ['log'], ['watch', 'files']]) {
        const ran = await lab.run(verb, { data: lab.path('nobody') });
        expect(ran.stderr).toMatch(/pageswarm peer.*ERR_PEER_NOT_RUNNING/);
        expect(ran.code).not.toBe(0);
      }
    },
    TIMEOUT,
  );

  test(
    'do not keep a node that is there for one command',
    async () => {
      await using lab = await createLab();
      const tracker = await lab.startTracker();
      const file = await lab.file('book.pdf', aPdf({ pages: 20, bytesPerPage: 100_000 }));
      await startRelayedHolder(lab, tracker, file, { roundTripMs: 20, rate: 400 });
      const data = lab.path('getter');
      const getting = lab.start(['get', 'book.pdf', '--host', '127.0.0.1', '--port', '0'], { data, tracker });
      const watching = await eventually(() => watchNode(data, ['files']).catch(() => undefined), 'a node');
      await watching.until('files', ({ changed }) => changed[0]?.state === 'fetching', 'arriving document');
      const status = await lab.run(['status', '--json'], { data });
      expect(status.json()).toMatchObject({ running: false, lasting: false });
      expect((await getting.exited).code).toBe(0);
      expect(await watching.ended).toMatchObject({ code: 'ERR_PEER_INTERRUPTED' });
    },
    TIMEOUT,
  );
});
