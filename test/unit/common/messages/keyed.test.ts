import { describe, expect, test } from '@jest/globals';
import { keyed } from '../../../../common/messages/keyed.ts';
import { type Messages, messagesIn } from '../../../../common/messages/messages.ts';
import { LANGUAGES } from '../../../../common/messages/section.ts';
import { DEFAULT_KEYS } from '../../../../common/terminal/default-keys.ts';
import { keyName } from '../../../../common/terminal/key-name.ts';
import { createKeyTable } from '../../../../common/terminal/key-table.ts';
import { PEER_KEYS } from '../../../../peer/tui/keys.ts';
import { TRACKER_KEYS } from '../../../../tracker/tui/keys.ts';

const ALL_KEYS = [...PEER_KEYS, ...TRACKER_KEYS, ...DEFAULT_KEYS];

describe('keyed', () => {
  const keys = new Map<string, readonly string[]>([['files/publish', ['ctrl-p', 'a']]]);
  const keysOf = (action: string) => keys.get(action);

  test('says the key that is in force when a text is read, in texts of any form', () => {
    const texts = keyed(
      {
        text: 'press {files/publish=a}',
        lines: ['one', '{files/publish=a} publishes'],
        of: (count: number) => `${count}: {files/publish=a}`,
        inner: { text: '{app/settings=,}' },
      },
      keysOf,
    );
    expect(texts.text).toBe('press Ctrl-p');
    expect(texts.lines).toEqual(['one', 'Ctrl-p publishes']);
    expect(texts.of(3)).toBe('3: Ctrl-p');
    expect(texts.inner.text).toBe(',');
    keys.set('files/publish', []);
    expect(texts.text).toBe('press –');
  });

  test('leaves what others have written as it is', () => {
    const { of } = keyed({ of: (name: string) => `${name}: {app/quit=q}` }, () => undefined);
    expect(of('{app/quit=q}.pdf')).toBe('{app/quit=q}.pdf: q');
  });
});

describe('messagesIn', () => {
  test.each(LANGUAGES)('names only keys that there are, and their defaults right, in %s', (language) => {
    const table = createKeyTable(ALL_KEYS);
    const asked = new Set<string>();
    const messages = messagesIn(language, (action) => {
      asked.add(action);
      return undefined;
    });
    const byDefault = textsOf(messages);
    expect(asked.size).toBeGreaterThan(20);
    expect([...asked].filter((action) => table.keysOfName(action) === undefined)).toEqual([]);
    expect(textsOf(messagesIn(language, table.keysOfName))).toEqual(byDefault);
    expect(byDefault.filter((text) => text.includes('{'))).toEqual([]);
  });

  test('follows the keys of a person', () => {
    const table = createKeyTable(ALL_KEYS, { 'files/publish': ['f9'] });
    const { files } = messagesIn('en', table.keysOfName);
    expect(files.empty.join(' ')).toContain(`Press ${keyName('f9')} to publish`);
  });
});

/** Every text; of those that are made of something, one that is made of numbers and one that is made of words. */
function textsOf(texts: unknown): string[] {
  if (typeof texts === 'string') return [texts];
  if (typeof texts === 'function') {
    const made = (value: unknown): string[] => {
      try {
        return textsOf((texts as (...values: unknown[]) => unknown)(value, value, value, value));
      } catch {
        return []; // it is made of something else
      }
    };
    return [...made(2), ...made('x')];
  }
  if (typeof texts !== 'object' || texts === null || texts instanceof RegExp) return [];
  return Object.values(texts as Messages).flatMap(textsOf);
}
