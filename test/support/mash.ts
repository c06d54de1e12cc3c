import type { KeyPress } from '../../common/terminal/component.ts';
import type { Root } from '../../common/terminal/screen.ts';
import type { TestTerminal } from './terminal.ts';

/** Something that a person, a cat or a broken terminal does to a screen. */
export type Mashed =
  | { readonly type: 'key'; readonly press: KeyPress }
  | { readonly type: 'paste'; readonly text: string }
  | {
      readonly type: 'press' | 'double' | 'wheel-up' | 'wheel-down';
      readonly column: number;
      readonly row: number;
    }
  | { readonly type: 'resize'; readonly columns: number; readonly rows: number };

/** Which keys are left out: those that leave the screen, those that say yes. */
interface MashOptions {
  readonly seed: number;
  readonly without?: readonly string[];
}

const NAMED =
  'enter escape space tab shift-tab backspace delete up down left right home end pageup pagedown f1 f5 ctrl-left ctrl-right';
const CONTROL = 'abdefghklnoprstuvwy';
const LETTERS = 'abcdefghijklmnopqrstuvwxyzACDFGJKLMNORSTY0123456789/:,.?[]-_+%{}"\'~ éß漢🇧👩';
const PASTES = [
  '',
  'x',
  '/etc/passwd',
  "'/tmp/a b.pdf' /no/such.pdf\n",
  'magnet:?xt=urn:btih:'.padEnd(60, 'a'),
  '{bold}{red-fg}tags{/}',
  '\u001b[31mred\u001b]52;c;AAAA\u0007\u001b[2J',
  '\u202eright to left\u2067',
  '👩‍👩‍👧 é\u0301 漢字\u200b\u0000',
  'many\nlines\r\nof\ttext'.repeat(50),
  'long '.repeat(4000),
];

/** Endless nonsense, the same for the same seed. */
export function* mash({ seed, without = [] }: MashOptions): Generator<Mashed> {
  const chance = randomOf(seed);
  const below = (limit: number): number => Math.floor(chance() * limit);
  const one = <T>(things: readonly T[]): T => things[below(things.length)] as T;
  const named = NAMED.split(' ').filter((key) => !without.includes(key));
  const control = [...CONTROL].map((letter) => `ctrl-${letter}`).filter((key) => !without.includes(key));
  const letters = [...LETTERS].filter((letter) => !without.includes(letter));
  const key = (name: string, text = ''): Mashed => ({ type: 'key', press: { key: name, text } });
  for (;;) {
    const dice = below(100);
    if (dice < 50) yield typed(one(letters));
    else if (dice < 78) yield key(one(named));
    else if (dice < 83) yield key(one(control));
    else if (dice < 93)
      yield {
        type: one(['press', 'press', 'double', 'wheel-up', 'wheel-down'] as const),
        column: below(130),
        row: below(45),
      };
    else if (dice < 96) yield { type: 'paste', text: one(PASTES) };
    else if (dice < 98) yield { type: 'resize', columns: 1 + below(130), rows: 1 + below(45) };
    else yield { type: 'resize', columns: 80, rows: 24 };
  }
}

/** Does it to a screen without a terminal; its size is the caller's. */
export function mashInto(root: Root, event: Exclude<Mashed, { readonly type: 'resize' }>): void {
  if (event.type === 'key') root.key(event.press);
  else if (event.type === 'paste') root.paste(event.text);
  else root.mouse(event);
}

/** Does it to a program in a terminal. */
export function mashTerminal(terminal: TestTerminal, event: Mashed): void {
  if (event.type === 'key') {
    const { key, text } = event.press;
    if (text === '') terminal.press(key);
    else terminal.type(text);
  } else if (event.type === 'paste') terminal.paste(event.text);
  else if (event.type === 'resize') terminal.resize(event.columns, event.rows);
  else if (event.type === 'press') terminal.click(event.column, event.row);
  else if (event.type === 'double') terminal.doubleClick(event.column, event.row);
  else terminal.wheel(event.type === 'wheel-up' ? 'up' : 'down', event.column, event.row);
}

function typed(letter: string): Mashed {
  return { type: 'key', press: { key: letter === ' ' ? 'space' : letter, text: letter } };
}

/** Numbers from 0 to 1, the same for the same seed: mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
