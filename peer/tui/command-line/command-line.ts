import type { Abortable } from '../../operations/operations.ts';

/** Where a command writes that was typed on the screen. */
export interface CommandSink {
  /** `data` is what was asked for, `news` how it goes, `error` what went wrong */
  write(line: string, kind: 'data' | 'news' | 'error'): void;
  /** replaces the lines shown below all others; none removes them */
  live(lines: readonly string[]): void;
  confirm(question: string): Promise<boolean>;
}

/** The program's verbs, for use on the screen of a running node. */
export interface CommandLine {
  readonly verbs: readonly string[];
  /** verbs that are a program of their own and have no place inside another */
  readonly outside: readonly string[];
  /**
   * Runs `words`, of which the first is the verb, with the node of the data folder `data`. It never throws.
   *
   * @returns the exit code that the command would have had
   */
  run(words: readonly string[], data: string, sink: CommandSink, options: Abortable): Promise<number>;
}

/**
 * The words of a line as a shell would have them: divided by blanks; quotes and a backslash keep what they protect.
 *
 * @returns `undefined` when a quote is not closed
 */
export function splitWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  const letters = [...text];
  for (let at = 0; at < letters.length; at++) {
    const letter = letters[at] ?? '';
    const next = letters[at + 1];
    if (letter === '\\' && quote !== "'" && next !== undefined && isProtected(next, quote)) {
      word = (word ?? '') + next;
      at++;
    } else if (letter === quote) quote = '';
    else if (quote === '' && /["']/.test(letter)) {
      quote = letter;
      word ??= '';
    } else if (quote === '' && /\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + letter;
  }
  if (quote !== '') return undefined;
  return word === undefined ? words : [...words, word];
}

/** A backslash before anything else is meant: `C:\books` is a path. */
function isProtected(letter: string, quote: string): boolean {
  return quote === '"' ? /["\\]/.test(letter) : /[\s"'\\]/.test(letter);
}
