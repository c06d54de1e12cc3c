import { describe, expect, test } from '@jest/globals';
import { messagesIn } from '../../../../common/messages/messages.ts';
import { DEFAULT_KEYS } from '../../../../common/terminal/default-keys.ts';
import { createDesktop } from '../../../../common/terminal/desktop.ts';
import { UNICODE } from '../../../../common/terminal/glyphs.ts';
import type { Operations, PageHeat } from '../../../../peer/operations/operations.ts';
import { createFeed } from '../../../../peer/tui/feed-fold.ts';
import { createFilesPane } from '../../../../peer/tui/files/files.ts';
import { PublishJob } from '../../../../peer/tui/files/publish-job.ts';
import { PEER_KEYS } from '../../../../peer/tui/keys.ts';
import { createNetworkPane } from '../../../../peer/tui/network/network.ts';
import { createSearchPane } from '../../../../peer/tui/search/search.ts';
import { createSettingsPane } from '../../../../peer/tui/settings/settings.ts';
import { createTransfersPane } from '../../../../peer/tui/transfers/transfers.ts';
import { aFileRow, HOSTILE_NAMES } from '../../../support/a-file-row.ts';
import { wrongWith } from '../../../support/any-text.ts';
import { mash, mashInto } from '../../../support/mash.ts';
import { aFound, aMachine, aTransfer } from '../../../support/pane-parts.ts';
import { settled } from '../../../support/settled.ts';

const EVENTS = Number(process.env['PAGESWARM_MASH'] ?? 3000);
const seeds = [1, 2, Date.now() % 1_000_000];

/** what nobody may do without a yes */
const DESTRUCTIVE = new Set(['cancel', 'remove', 'forget']);

/** Operations that answer with little, fail now and then, and note what was asked. */
function careless(asked: string[]): Operations {
  const values: Readonly<Record<string, unknown>> = {
    enqueue: aTransfer({ state: 'waiting' }),
    show: { ...aFound(), publication: {}, wordsPerPage: [], holderList: [] },
    heat: {
      ...{ unit: 'page', pages: 3, held: [100, 50, 0], estimated: false },
      ...{ arriving: [-1, 0, -1], availability: [1, 1, 0], holders: ['192.0.2.7:8169'] },
    } satisfies PageHeat,
    preview: { width: 2, height: 2, pixels: new Uint8Array(16) },
  };
  let calls = 0;
  const answer = (name: string) => async () => {
    asked.push(name);
    if (++calls % 3 === 0) throw new Error('{bold}no\u001b[2J');
    return values[name] ?? [];
  };
  async function* events(): AsyncGenerator<never> {
    if (++calls % 3 === 0) throw new Error('broken');
    yield* [];
  }
  const streams = new Set(['follow', 'publish', 'get', 'verify', 'watch']);
  return new Proxy({} as Operations, {
    get: (_, name) => (streams.has(String(name)) ? events : answer(String(name))),
  });
}

/** The screen of a node with hostile names; it is answered no whenever it asks. */
function aScreen() {
  const asked: string[] = [];
  let quits = 0;
  const desktop = createDesktop({
    tabs: [],
    bindings: PEER_KEYS,
    messages: messagesIn('en'),
    glyphs: UNICODE,
    title: 'Pageswarm',
    onQuit: () => void quits++,
    commandLine: async (text) => desktop.say(text, 'bad'),
    verbs: ['list', 'get'],
    now: () => 0,
    later: () => undefined,
  });
  const { confirm } = desktop;
  desktop.confirm = async (...question) => {
    void confirm.apply(desktop, question);
    return false;
  };
  const feed = createFeed();
  const operations = careless(asked);
  const pane = {
    ...{ operations, host: desktop, messages: messagesIn('en'), feed },
    signal: new AbortController().signal,
  };
  const publishing = new PublishJob(operations, pane.signal);
  const machine = aMachine();
  const tell = <Row>(part: string, changed: readonly Row[]) =>
    feed.take({ part, changed, removed: [], complete: true, trouble: '' } as never);
  const hash = (at: number) => String(at).repeat(40);
  tell(
    'files',
    HOSTILE_NAMES.map((name, at) => aFileRow({ name, infoHash: hash(at) })),
  );
  tell(
    'published',
    HOSTILE_NAMES.map((name, at) => aFound({ name, sha256: hash(at) })),
  );
  const states = ['running', 'waiting', 'paused', 'done', 'failed', 'cancelled'] as const;
  tell(
    'transfers',
    HOSTILE_NAMES.map((name, at) =>
      aTransfer({ name, id: `0000000${at}`, infoHash: hash(at), state: states[at % 6] ?? 'done' }),
    ),
  );
  const settings = createSettingsPane({
    ...pane,
    bindings: [...PEER_KEYS, ...DEFAULT_KEYS],
    describe: ({ action }) => action,
    keyChanges: () => ({}),
    messagesNow: () => messagesIn('en'),
    applied: async () => undefined,
    place: { name: '' },
  });
  desktop.setTabs([
    { id: 'files', title: 'files', component: createFilesPane({ ...pane, publishing }, machine) },
    { id: 'search', title: 'search', component: createSearchPane(pane, machine) },
    { id: 'transfers', title: 'transfers', component: createTransfersPane(pane, machine) },
    { id: 'network', title: 'network', component: createNetworkPane(pane) },
    { id: 'settings', title: 'settings', component: settings },
  ]);
  return { desktop, asked, machine, quits: () => quits };
}

describe("the node's screen under anything at all", () => {
  test.each(seeds)(
    'fills its size, destroys nothing without a yes and can be left (seed %i)',
    async (seed) => {
      const { desktop, asked, quits } = aScreen();
      let size = { columns: 80, rows: 24 };
      let left = EVENTS;
      for (const event of mash({ seed })) {
        if (left-- === 0) break;
        if (event.type === 'resize') size = event;
        else mashInto(desktop, event);
        expect(wrongWith(desktop.view(size), size)).toBeUndefined();
        if (left % 50 === 0) await settled();
      }
      await settled();
      expect(asked.filter((name) => DESTRUCTIVE.has(name))).toEqual([]);
      expect(asked.length).toBeGreaterThan(0);
      const before = quits();
      for (let at = 0; at < 100 && quits() === before; at++) {
        desktop.key({ key: 'escape', text: '' });
        desktop.key({ key: 'ctrl-c', text: '' });
      }
      expect(quits()).toBeGreaterThan(before);
    },
    120_000,
  );
});
