import { describe, expect, test } from '@jest/globals';
import type { Entry } from '../../../../../peer/tui/search/entry.ts';
import { Finder } from '../../../../../peer/tui/search/finder.ts';
import type { Found } from '../../../../../peer/tui/search/found.ts';
import { aFound } from '../../../../support/pane-parts.ts';
import { settled } from '../../../../support/settled.ts';

/** A finder whose pauses and answers are ended by the test. */
function aFinder() {
  const asked: {
    readonly words: string;
    readonly signal: AbortSignal;
    answer(rows: readonly Found[]): void;
    fail(): void;
  }[] = [];
  const pauses: (() => void)[] = [];
  const ending = new AbortController();
  let changes = 0;
  const finder = new Finder({
    find: (entry, { signal }) =>
      new Promise((resolve, reject) => {
        const words = 'words' in entry ? entry.words : entry.kind;
        asked.push({ words, signal, answer: resolve, fail: () => reject(new Error('no tracker answers')) });
      }),
    pause: (_ms, signal) =>
      new Promise((resolve) => {
        pauses.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      }),
    changed: () => void changes++,
    signal: ending.signal,
  });
  const pass = async () => {
    for (const end of pauses.splice(0)) end();
    await settled();
  };
  return { finder, asked, pass, end: () => ending.abort(), changes: () => changes };
}

function words(text: string): Entry {
  return { kind: 'words', words: text };
}

describe('Finder', () => {
  test('asks only when the person pauses, for the last words', async () => {
    const { finder, asked, pass } = aFinder();
    for (const text of ['a', 'al', 'alg']) finder.typed(words(text));
    await settled();
    expect(asked).toEqual([]);
    await pass();
    expect(asked.map((one) => one.words)).toEqual(['alg']);
    asked[0]?.answer([aFound()]);
    await settled();
    expect(finder.finding).toMatchObject({ state: 'found', rows: [aFound()] });
  });

  test('drops an answer that comes after the next question, and takes the question back', async () => {
    const { finder, asked, pass } = aFinder();
    finder.typed(words('old'));
    await pass();
    finder.typed(words('new'));
    expect(asked[0]?.signal.aborted).toBe(true);
    await pass();
    asked[1]?.answer([aFound({ name: 'new.pdf' })]);
    await settled();
    asked[0]?.answer([aFound({ name: 'old.pdf' })]);
    await settled();
    expect(finder.rows).toMatchObject([{ name: 'new.pdf' }]);
  });

  test('drops the error of an older question, too', async () => {
    const { finder, asked, pass } = aFinder();
    finder.typed(words('old'));
    await pass();
    finder.typed({ kind: 'nothing' });
    asked[0]?.fail();
    await settled();
    expect(finder.finding).toEqual({ state: 'idle' });
    expect(finder.rows).toBeUndefined();
  });

  test('keeps the rows on the screen until the next ones are there', async () => {
    const { finder, asked, pass } = aFinder();
    finder.typed(words('a'));
    await pass();
    asked[0]?.answer([aFound()]);
    await settled();
    finder.typed(words('ab'));
    expect(finder.rows).toEqual([aFound()]);
    expect(finder.finding.state).toBe('asking');
  });

  test('looks one document up only when Enter is pressed, and then at once', async () => {
    const { finder, asked } = aFinder();
    const entry: Entry = { kind: 'magnet', document: 'magnet:?xt=urn:btih:x' };
    finder.typed(entry);
    await settled();
    expect(finder.finding).toEqual({ state: 'ready', entry });
    expect(asked).toEqual([]);
    finder.enter(entry);
    await settled();
    expect(asked).toHaveLength(1);
    asked[0]?.fail();
    await settled();
    expect(finder.finding).toMatchObject({ state: 'failed', error: { message: 'no tracker answers' } });
    expect(finder.rows).toEqual([]);
  });

  test('asks nothing after the screen has closed', async () => {
    const { finder, asked, pass, end } = aFinder();
    finder.typed(words('a'));
    end();
    await pass();
    expect(asked).toEqual([]);
  });
});
