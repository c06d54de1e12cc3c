import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CodedError } from '../../../../common/errors.ts';
import { messagesIn } from '../../../../common/messages/messages.ts';
import type { KeyChanges } from '../../../../common/terminal/key-table.ts';
import type { Operations, Setting } from '../../../../peer/operations/operations.ts';
import { createFeed } from '../../../../peer/tui/feed-fold.ts';
import { createSettingsPane } from '../../../../peer/tui/settings/settings.ts';
import { keyRows, withKeys } from '../../../../peer/tui/settings/view.ts';
import { aHost, type HostAnswers, textOf } from '../../../support/a-host.ts';
import { anySize, anyText, wrongWith } from '../../../support/any-text.ts';
import { settled } from '../../../support/settled.ts';

const SMALL = { columns: 60, rows: 13 };
const BINDINGS = [
  { context: 'files', action: 'publish', keys: ['a'] },
  { context: 'files', action: 'remove', keys: ['x'] },
  { context: 'search', action: 'fetch', keys: ['a'] },
];

function aSetting(name: string, more: Partial<Setting> = {}): Setting {
  return { name, value: '', source: 'default', choices: [], needsRestart: false, ...more };
}

const SETTINGS = [
  aSetting('trackers', { value: 'http://192.0.2.1:8168', source: 'stored', needsRestart: true }),
  aSetting('language', { value: 'auto', choices: ['auto', 'en', 'pt', 'es'] }),
  aSetting('port', { value: '8169', needsRestart: true, source: 'command line' }),
  aSetting('keys'),
];

interface Options extends HostAnswers {
  readonly settings?: readonly Setting[];
  readonly own?: boolean;
  readonly refuse?: CodedError;
  readonly changes?: KeyChanges;
}

async function aPane({ settings = SETTINGS, own = true, refuse, changes = {}, ...answers }: Options = {}) {
  const host = aHost(answers);
  const log: string[] = [];
  const operations = {
    settings: async () => settings,
    configure: async ({ name, value }: { name: string; value: string | undefined }) => {
      if (refuse !== undefined) throw refuse;
      log.push(`${name}=${value}`);
      return { ...settings.find((one) => one.name === name), value: value ?? '' };
    },
  } as unknown as Operations;
  const pane = createSettingsPane({
    operations,
    host,
    messages: messagesIn('en'),
    feed: createFeed(),
    signal: new AbortController().signal,
    bindings: BINDINGS,
    describe: ({ action }) => `does ${action}`,
    keyChanges: () => changes,
    applied: async () => void log.push('applied'),
    place: { name: '' },
    messagesNow: () => messagesIn('en'),
    ...(own && { restart: async () => void log.push('restarted') }),
  });
  pane.shown?.();
  await settled();
  const act = async (...actions: string[]) => {
    for (const action of actions) pane.act(action);
    await settled();
  };
  return { pane, host, log, act, text: (size = SMALL) => textOf(pane.view(size)) };
}

describe('createSettingsPane', () => {
  test('shows every setting with its value and where it comes from, at 60 x 16', async () => {
    const { text } = await aPane();
    expect(text()).toMatch(/▸ trackers +http:\/\/192.0.2.1:8168 +kept/);
    expect(text()).toMatch(/language +auto +default/);
    expect(text()).toMatch(/keys +\(not set\)/);
    expect(text()).toContain('Trackers that are asked and told');
  });

  test('lets one of the choices be chosen, keeps it, and puts it in force at once', async () => {
    const { log, act, host } = await aPane({ choose: 2 });
    await act('list-down', 'change');
    expect(log).toEqual(['language=pt', 'applied']);
    expect(host.said).toEqual(['language is kept.']);
  });

  test('asks for a text, keeps it, and offers to start the node again', async () => {
    const { log, act, host } = await aPane({ prompt: 'http://192.0.2.9:8168', confirm: true });
    await act('table-open');
    expect(log).toEqual(['trackers=http://192.0.2.9:8168', 'restarted']);
    expect(host.asked[1]).toContain('Restart the node now?');
  });

  test('says that it is in force later, where the node belongs to another process', async () => {
    const { log, act, host } = await aPane({ own: false, prompt: 'http://192.0.2.9:8168' });
    await act('change');
    expect(log).toEqual(['trackers=http://192.0.2.9:8168']);
    expect(host.said[0]).toContain('when the peer starts again');
  });

  test('says that the command line goes on to decide', async () => {
    const { act, host } = await aPane({ prompt: '9000' });
    await act('list-down', 'list-down', 'change');
    expect(host.said[0]).toContain('the command line decides');
  });

  test('shows why a value is refused, as long as the cursor is there', async () => {
    const refuse = new CodedError('ERR_CONFIG_INVALID', "'trackers' names a tracker like http://…");
    const { act, text, log } = await aPane({ prompt: 'nonsense', refuse });
    await act('change');
    expect(text()).toContain("! 'trackers' names a tracker");
    await act('list-down');
    expect(text()).not.toContain('names a tracker');
    expect(log).toEqual([]);
  });

  test('sets back to the default when asked twice', async () => {
    expect((await aPane({ confirm: false })).log).toEqual([]);
    const { act, log } = await aPane();
    await act('list-down', 'reset');
    expect(log[0]).toBe('language=undefined');
  });

  test('lists all actions with their keys, gives one other keys, and shows what that collides with', async () => {
    const { act, text, log, pane } = await aPane({ prompt: 'x ctrl-p', changes: { 'files/publish': ['x'] } });
    await act('list-bottom', 'change');
    expect(pane.contexts()[0]).toBe('key-list');
    expect(text({ columns: 100, rows: 20 })).toMatch(/files\/publish +x +changed +! x does files\/remove/);
    expect(text()).toMatch(/search\/fetch +a +does fetch/);
    await act('change');
    expect(log[0]).toBe('keys=files/publish=x,ctrl-p');
    await act('reset');
    expect(log[2]).toBe('keys=undefined');
    await act('table-clear');
    expect(pane.contexts()[0]).toBe('settings');
  });

  test('fits any size with any values', async () => {
    await fc.assert(
      fc.asyncProperty(anySize, anyText, fc.boolean(), async (size, value, keys) => {
        const { pane, act } = await aPane({ settings: [aSetting('keys', { value }), aSetting(value)] });
        if (keys) await act('change');
        expect(wrongWith(pane.view(size), size)).toBeUndefined();
      }),
    );
  });
});

describe('keyRows', () => {
  test('finds keys that two actions of one context have', () => {
    const rows = keyRows(BINDINGS, { 'files/remove': ['a'] }, () => '');
    expect(rows.map(({ conflicts }) => conflicts)).toEqual([
      [{ key: 'a', action: 'files/remove' }],
      [{ key: 'a', action: 'files/publish' }],
      [],
    ]);
  });
});

describe('withKeys', () => {
  test('changes the keys of one action, and forgets them again', () => {
    const changes = withKeys({ 'list/list-up': ['k'] }, 'files/publish', ['P']);
    expect(changes).toEqual({ 'list/list-up': ['k'], 'files/publish': ['P'] });
    expect(withKeys(changes, 'files/publish', [])).toEqual({ 'list/list-up': ['k'] });
  });
});
