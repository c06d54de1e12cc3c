import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { messagesIn } from '../../../../common/messages/messages.ts';
import type { LogEntry, NetworkState, Operations } from '../../../../peer/operations/operations.ts';
import { createFeed } from '../../../../peer/tui/feed-fold.ts';
import { createNetworkPane } from '../../../../peer/tui/network/network.ts';
import { entriesOf, sectionAt, sectionLabels } from '../../../../peer/tui/network/view.ts';
import { aHost, keysOf, textOf } from '../../../support/a-host.ts';
import { anySize, anyText, wrongWith } from '../../../support/any-text.ts';

const SMALL = { columns: 60, rows: 13 };
const LARGE = { columns: 160, rows: 40 };

function aNetwork(more: Partial<NetworkState> = {}): NetworkState {
  return {
    interface: 'eth0',
    addresses: ['192.0.2.7:8169'],
    trackers: [
      { url: 'http://192.0.2.1:8168', ok: true, message: '', lastContactMs: 58_000 },
      { url: 'http://192.0.2.2:8168', ok: false, message: 'connection refused' },
    ],
    peers: [
      {
        address: '192.0.2.9:8169',
        client: 'Pageswarm 0.1.0',
        infoHash: 'ab'.repeat(20),
        document: 'Álgebra.pdf',
        outgoing: true,
        peerInterested: false,
        amChoking: true,
        amInterested: true,
        peerChoking: false,
        latencyMs: 12.4,
        upRate: 0,
        downRate: 1_200_000,
        uploadedBytes: 0,
        downloadedBytes: 34_000_000,
      },
    ],
    bans: [{ address: '192.0.2.66:1', reason: 'sent wrong bytes', document: 'Álgebra.pdf', at: 0 }],
    upRate: 0,
    downRate: 1_200_000,
    uploadedBytes: 5,
    downloadedBytes: 34_000_000,
    ...more,
  };
}

function anEntry(sequence: number, level: LogEntry['level'] = 'info'): LogEntry {
  return { sequence, at: 0, level, event: `event-${sequence}`, details: 'holder=192.0.2.9' };
}

function aPane(network: NetworkState | undefined, log: readonly LogEntry[] = []) {
  const feed = createFeed();
  const host = aHost({ now: () => 60_000 });
  const pane = createNetworkPane({
    operations: {} as Operations,
    host,
    messages: messagesIn('en'),
    feed,
    signal: new AbortController().signal,
  });
  if (network !== undefined) feed.take({ part: 'network', network });
  if (log.length > 0) feed.take({ part: 'log', entries: log });
  return { feed, host, pane };
}

describe('createNetworkPane', () => {
  test('says where the node is reached, what has passed, and how its trackers are', () => {
    const text = textOf(aPane(aNetwork()).pane.view(LARGE));
    expect(text).toContain('Interface eth0   Reached at 192.0.2.7:8169');
    expect(text).toContain('Down 1.2 MB/s  (34.0 MB received)');
    expect(text).toMatch(/ok +http:\/\/192.0.2.1:8168 +2 s ago/);
    expect(text).toMatch(/! trouble +http:\/\/192.0.2.2:8168 +never +connection refused/);
  });

  test('tells a tracker that was not asked yet from one in trouble', () => {
    const trackers = [{ url: 'http://192.0.2.1:8168', ok: false, message: '' }];
    expect(textOf(aPane(aNetwork({ trackers })).pane.view(LARGE))).toMatch(/not asked yet +http/);
  });

  test('waits for the node in words', () => {
    expect(textOf(aPane(undefined).pane.view(SMALL))).toContain('Asking the node…');
  });

  test('goes through its sections, and shows peers with client, document, latency and rates', () => {
    const { pane } = aPane(aNetwork());
    expect(pane.act('next-section')).toBe(true);
    const peers = textOf(pane.view(LARGE));
    expect(peers).toMatch(/192.0.2.9:8169 +Pageswarm 0.1.0 +Álgebra.pdf +us +12 ms +0 B\/s +1.2 MB\/s/);
    pane.act('next-section');
    expect(textOf(pane.view(LARGE))).toMatch(/192.0.2.66:1 +sent wrong bytes +Álgebra.pdf +60|1 min ago/);
    pane.act('previous-section');
    pane.act('previous-section');
    pane.act('previous-section');
    expect(textOf(pane.view(LARGE))).toContain('[Log 0]');
  });

  test('tells who waits for whom: in place of a rate, and in full where there is room', () => {
    const [peer] = aNetwork().peers;
    if (peer === undefined) throw new Error('no peer');
    const waiting = { ...peer, peerInterested: true, amChoking: true, peerChoking: true, downRate: 0 };
    const { pane } = aPane(aNetwork({ peers: [waiting] }));
    pane.act('next-section');
    expect(textOf(pane.view({ columns: 80, rows: 13 }))).toMatch(/12 ms +waits +waits$/m);
    const wide = textOf(pane.view({ columns: 180, rows: 13 }));
    expect(wide).toMatch(/Sent +Received +We serve +Serves us/);
    expect(wide).toMatch(/34\.0 MB waits +waits/);
    const served = aPane(aNetwork({ peers: [{ ...waiting, amChoking: false, amInterested: false }] })).pane;
    served.act('next-section');
    expect(textOf(served.view({ columns: 180, rows: 13 }))).toMatch(/34\.0 MB yes +-/);
  });

  test('keeps what matters at 60 x 16', () => {
    const { pane } = aPane(aNetwork());
    pane.act('next-section');
    const text = textOf(pane.view(SMALL));
    expect(text).toMatch(/192.0.2.9:8169 .*Álgebra.pdf .*12 ms/);
    expect(text).toContain('Trackers 1/2 ok');
  });

  test('shows the log from a level on, which a key changes', () => {
    const { pane } = aPane(aNetwork(), [anEntry(1, 'debug'), anEntry(2, 'warn'), anEntry(3)]);
    pane.act('previous-section');
    expect(textOf(pane.view(LARGE))).toMatch(/warning +event-2[\s\S]*info +event-3/);
    expect(textOf(pane.view(LARGE))).not.toContain('event-1');
    pane.act('level');
    expect(textOf(pane.view(LARGE))).toMatch(/following · debug\+[\s\S]*debug +event-1/);
    pane.act('level');
    expect(textOf(pane.view(LARGE))).toContain('Nothing of level error');
  });

  test('follows the log until somebody goes up in it', () => {
    const entries = Array.from({ length: 50 }, (_, at) => anEntry(at));
    const { pane, feed } = aPane(aNetwork(), entries);
    pane.act('previous-section');
    pane.view(SMALL);
    feed.take({ part: 'log', entries: [anEntry(50)] });
    expect(textOf(pane.view(SMALL))).toMatch(/following[\s\S]*event-50/);
    pane.act('list-up');
    feed.take({ part: 'log', entries: [anEntry(51)] });
    expect(textOf(pane.view(SMALL))).not.toContain('event-51');
    expect(textOf(pane.view(LARGE))).toContain('not following');
    pane.act('follow');
    expect(textOf(pane.view(SMALL))).toContain('event-51');
  });

  test('filters a section by what is typed', () => {
    const { pane } = aPane(aNetwork());
    pane.act('table-filter');
    expect(pane.editing).toBe(true);
    for (const key of keysOf('refused')) pane.type?.(key);
    expect(textOf(pane.view(LARGE))).toContain('192.0.2.2');
    expect(textOf(pane.view(LARGE))).not.toContain('http://192.0.2.1:8168');
  });

  test('copies the address of the line, and opens the line in full', () => {
    const { pane, host } = aPane(aNetwork());
    pane.act('copy-address');
    expect(host.copied).toEqual(['http://192.0.2.1:8168']);
    pane.act('next-section');
    pane.act('table-open');
    expect(textOf(host.opened[0]?.view(LARGE) ?? [])).toContain('ab'.repeat(20));
  });

  test('takes a click on a section, and none beside it', () => {
    const { pane } = aPane(aNetwork());
    pane.view(LARGE);
    expect(pane.mouse?.({ type: 'press', column: 20, row: 3 })).toBe(true);
    expect(textOf(pane.view(LARGE))).toContain('[Peers 1]');
    expect(pane.mouse?.({ type: 'press', column: 5, row: 0 })).toBe(false);
    const labels = sectionLabels(aNetwork(), 0, messagesIn('en').network);
    expect(sectionAt(labels, 1000)).toBeUndefined();
  });

  test('fits any size, whatever the network calls itself', () => {
    fc.assert(
      fc.property(anySize, anyText, fc.nat(3), (size, text, section) => {
        const peers = aNetwork().peers.map((peer) => ({ ...peer, client: text, document: text }));
        const bans = [{ address: text, reason: text, document: text, at: 0 }];
        const trackers = [{ url: text, ok: false, message: text }];
        const details = [{ ...anEntry(1), details: text, event: text }];
        const { pane } = aPane(aNetwork({ peers, bans, trackers, interface: text }), details);
        for (let at = 0; at < section; at++) pane.act('next-section');
        expect(wrongWith(pane.view(size), size)).toBeUndefined();
      }),
    );
  });

  test('formats only what is seen of a long log', () => {
    const { pane } = aPane(aNetwork());
    const entries = Array.from({ length: 2000 }, (_, at) => anEntry(at));
    expect(entriesOf(entries, 'info')).toHaveLength(2000);
    pane.act('previous-section');
    expect(pane.view(LARGE)).toHaveLength(40);
  });
});
