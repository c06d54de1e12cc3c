import { describe, expect, test } from '@jest/globals';
import { messagesIn } from '../../../../common/messages/messages.ts';
import { LANGUAGES } from '../../../../common/messages/section.ts';
import { bottomLine } from '../../../../common/terminal/bottom-line.ts';
import { ASCII, UNICODE } from '../../../../common/terminal/glyphs.ts';
import { line } from '../../../../common/terminal/line.ts';
import type { NetworkState } from '../../../../peer/operations/operations.ts';
import { createFeed } from '../../../../peer/tui/feed-fold.ts';
import { statusLine } from '../../../../peer/tui/status-line.ts';
import { textOf } from '../../../support/a-host.ts';
import { aTransfer } from '../../../support/a-transfer.ts';

const NETWORK: NetworkState = {
  interface: '',
  addresses: ['192.168.178.100:49152'],
  trackers: [{ url: 'http://192.0.2.1:8168', ok: true, message: '' }],
  peers: [],
  bans: [],
  upRate: 1_234_000,
  downRate: 12_345_000,
  uploadedBytes: 0,
  downloadedBytes: 0,
};

function shown(
  columns: number,
  { language = 'en' as (typeof LANGUAGES)[number], ascii = false, more = {} } = {},
) {
  const feed = createFeed();
  feed.take({ part: 'network', network: { ...NETWORK, ...more } });
  const messages = messagesIn(language);
  const look = { attached: false, texts: messages.app, glyphs: ascii ? ASCII : UNICODE };
  return textOf([
    bottomLine(statusLine(feed, look), [line(`? ${messages.hints.words['app-help']}`)], columns),
  ]);
}

describe('statusLine', () => {
  test.each(LANGUAGES)('keeps the rates in 80 columns, in %s', (language) => {
    expect(shown(80, { language })).toMatch(/12\.3 MB\/s .*1\.2 MB\/s/);
  });

  test('keeps trackers in trouble before rates', () => {
    const trackers = [{ url: 'http://192.0.2.1:8168', ok: false, message: 'refused' }];
    expect(shown(56, { more: { trackers } })).toMatch(
      /^192\.168\.178\.100:49152 · ! trackers 0\/1 ok +\? help$/,
    );
  });

  test('draws arrows where words have no room', () => {
    const fast = { downRate: 999e9, upRate: 999e9 };
    expect(shown(60, { more: fast })).toContain('↓ 999.0 GB/s  ↑ 999.0 GB/s');
    expect(shown(60, { more: fast, ascii: true })).toContain('< 999.0 GB/s  > 999.0 GB/s');
  });

  test('counts what runs and waits, as it changes', () => {
    const feed = createFeed();
    const change = (...changed: readonly ReturnType<typeof aTransfer>[]) =>
      feed.take({ part: 'transfers', changed, removed: [], complete: true });
    change(
      aTransfer({ id: 'a', state: 'running' }),
      aTransfer({ id: 'b', state: 'waiting' }),
      aTransfer({ id: 'c', state: 'waiting' }),
    );
    expect(feed.transferCounts).toEqual({ running: 1, waiting: 2 });
    change(aTransfer({ id: 'a', state: 'done' }), aTransfer({ id: 'b', state: 'running' }));
    expect(feed.transferCounts).toEqual({ running: 1, waiting: 1 });
    feed.take({ part: 'transfers', changed: [], removed: ['b'], complete: true });
    expect(feed.transferCounts).toEqual({ running: 0, waiting: 1 });
    feed.begin();
    change();
    expect(feed.transferCounts).toEqual({ running: 0, waiting: 0 });
  });
});
