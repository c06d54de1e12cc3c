import type { KeyPress } from './component.ts';

/** What a terminal sends. */
export type InputEvent =
  | { readonly type: 'key'; readonly press: KeyPress }
  | { readonly type: 'paste'; readonly text: string }
  /** the left button, or the wheel; cells from 0 */
  | {
      readonly type: 'press' | 'wheel-up' | 'wheel-down';
      readonly column: number;
      readonly row: number;
    };

/** a paste that is longer is cut: nobody pastes a book into a line */
const MAX_PASTE = 1 << 20;
/** an escape sequence that is longer is none */
const MAX_SEQUENCE = 4096;
const PASTE_END = '\u001b[201~';

/** what follows the escape: parameters and the final character; some terminals' function keys */
const CSI = /^\[([0-9;:<=>?]*)[ -/]*([@-~])/;
const CSI_BEGUN = /^\[[0-9;:<=>?]*[ -/]*$/;
const LINUX_KEY = /^\[\[([A-E])/;
/** the oldest mouse: [ M and three bytes */
const OLD_MOUSE = /^\[M([\s\S])([\s\S])([\s\S])/;
const SS3 = /^O([0-9;]*)([A-Za-z])/;
const SS3_BEGUN = /^O[0-9;]*$/;
/** an answer to a question that nobody asked; it ends with BEL or ESC \ */
const STRING_BEGUN = /^[\]PX^_]/;
/** a path that was dropped into a terminal that marks no pastes */
const DROPPED = /^['"]?(\/[^/]+\/.|~\/.|file:\/\/.|[A-Za-z]:[\\/].)/;

const LETTERS: Readonly<Record<string, string>> = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  P: 'f1',
  Q: 'f2',
  R: 'f3',
  S: 'f4',
  M: 'enter',
};
const NUMBERS: Readonly<Record<string, string>> = {
  1: 'home',
  2: 'insert',
  3: 'delete',
  4: 'end',
  5: 'pageup',
  6: 'pagedown',
  7: 'home',
  8: 'end',
  ...Object.fromEntries(
    [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24].map((code, at) => [code, `f${at + 1}`]),
  ),
};
/** by code, in `CSI code ; modifiers u` and as single characters */
const CODES: Readonly<Record<number, string>> = {
  8: 'backspace',
  9: 'tab',
  13: 'enter',
  27: 'escape',
  32: 'space',
  127: 'backspace',
};

/**
 * Makes keys, pastes and mouse presses of what a terminal sends. Total: any bytes, cut anywhere, give events or nothing.
 *
 * An escape may be the key, or begin a sequence whose rest is on its way: it is kept back until more comes, or until `flush`.
 */
export class InputDecoder {
  readonly #utf8 = new TextDecoder();
  #rest = '';
  /** what was pasted so far; `undefined` outside a paste */
  #paste: string | undefined;

  /** Whether something is kept back that `flush` would give. */
  get pending(): boolean {
    return this.#rest !== '' && this.#paste === undefined;
  }

  /** Events of `bytes`, and of what was kept back before. */
  decode(bytes: Uint8Array): InputEvent[] {
    this.#rest += this.#utf8.decode(bytes, { stream: true });
    const events: InputEvent[] = [];
    if (this.#paste === undefined && this.#rest.length > 4 && isDropped(this.#rest)) {
      events.push({ type: 'paste', text: this.#rest });
      this.#rest = '';
    }
    for (;;) {
      const taken = this.#paste === undefined ? this.#take() : this.#takePasted();
      if (taken === undefined) return events;
      if (taken !== 'nothing') events.push(taken);
    }
  }

  /** What is kept back, as the keys that it would be if nothing more came. */
  flush(): InputEvent[] {
    if (!this.pending) return [];
    const rest = this.#rest;
    this.#rest = '';
    if (rest === '\u001b') return [keyEvent('escape')];
    // an unfinished sequence of more is no key at all
    return rest.length === 2 ? [keyEvent(`alt-${rest[1]}`)] : [];
  }

  #take(): InputEvent | 'nothing' | undefined {
    const rest = this.#rest;
    if (rest === '') return undefined;
    if (rest[0] === '\u001b') return this.#takeEscape();
    const [first = ''] = rest;
    this.#rest = rest.slice(first.length);
    return keyOfCharacter(first);
  }

  #takeEscape(): InputEvent | 'nothing' | undefined {
    const after = this.#rest.slice(1);
    if (after === '' || after === '[[') return undefined;
    const old = OLD_MOUSE.exec(after);
    if (old !== null) return this.#used(old[0], oldMouse(old));
    if (after.startsWith('[M') && after.length < 5) return undefined;
    const linux = LINUX_KEY.exec(after);
    if (linux !== null) return this.#used(linux[0], keyEvent(`f${'ABCDE'.indexOf(linux[1] ?? '') + 1}`));
    const csi = CSI.exec(after);
    if (csi !== null) return this.#takeCsi(csi[0], csi[1] ?? '', csi[2] ?? '');
    const ss3 = SS3.exec(after);
    if (ss3 !== null) return this.#used(ss3[0], named(LETTERS[ss3[2] ?? ''], modifiersOf(ss3[1])));
    const string = endOfString(after);
    if (string > 0) return this.#used(after.slice(0, string), 'nothing');
    if (after.length <= MAX_SEQUENCE && isBegun(after)) return undefined;
    return this.#takeAlt();
  }

  #takeCsi(sequence: string, parameters: string, final: string): InputEvent | 'nothing' {
    if (sequence === '[200~') {
      this.#paste = '';
      return this.#used(sequence, 'nothing');
    }
    if (parameters.startsWith('<')) return this.#used(sequence, sgrMouse(parameters.slice(1), final));
    return this.#used(sequence, keyOfCsi(parameters, final));
  }

  /** a key with Alt is sent as the key after an escape */
  #takeAlt(): InputEvent | 'nothing' | undefined {
    const [first = ''] = this.#rest.slice(1);
    if (first === '\u001b') {
      // the key Escape, and then something else
      this.#rest = this.#rest.slice(1);
      return keyEvent('escape');
    }
    this.#rest = this.#rest.slice(1 + first.length);
    const event = keyOfCharacter(first);
    if (event === 'nothing') return event;
    return event.type === 'key' ? keyEvent(withModifier('alt-', event.press.key)) : event;
  }

  #takePasted(): InputEvent | undefined {
    const end = this.#rest.indexOf(PASTE_END);
    // its end may be cut in two by the border of a chunk
    const until = end >= 0 ? end : Math.max(0, this.#rest.length - PASTE_END.length + 1);
    this.#paste = ((this.#paste ?? '') + this.#rest.slice(0, until)).slice(0, MAX_PASTE);
    this.#rest = this.#rest.slice(until);
    if (end < 0) return undefined;
    this.#rest = this.#rest.slice(PASTE_END.length);
    const text = this.#paste;
    this.#paste = undefined;
    return { type: 'paste', text };
  }

  /** `sequence` without its escape */
  #used<Event>(sequence: string, event: Event): Event {
    this.#rest = this.#rest.slice(1 + sequence.length);
    return event;
  }
}

function isBegun(after: string): boolean {
  return CSI_BEGUN.test(after) || SS3_BEGUN.test(after) || STRING_BEGUN.test(after);
}

/** length of an answer of the terminal, with its end; 0 when `after` does not begin with a whole one */
function endOfString(after: string): number {
  if (!STRING_BEGUN.test(after)) return 0;
  const bell = after.indexOf('\u0007');
  const end = after.indexOf('\u001b\\');
  if (bell >= 0 && (end < 0 || bell < end)) return bell + 1;
  return end < 0 ? 0 : end + 2;
}

function isDropped(text: string): boolean {
  return DROPPED.test(text) && !/\p{Cc}/u.test(text.trimEnd());
}

function keyOfCharacter(character: string): InputEvent | 'nothing' {
  const code = character.codePointAt(0) ?? 0;
  const name = CODES[code];
  if (character === '\n') return keyEvent('enter');
  if (name !== undefined) return keyEvent(name, character === ' ' ? ' ' : '');
  if (code === 0) return keyEvent('ctrl-space');
  if (code < 27) return keyEvent(`ctrl-${String.fromCharCode(code + 96)}`);
  if (code < 32) return keyEvent(`ctrl-${String.fromCharCode(code + 64)}`);
  return code >= 0x80 && code < 0xa0 ? 'nothing' : keyEvent(character, character);
}

function keyOfCsi(parameters: string, final: string): InputEvent | 'nothing' {
  if (/[<=>?:]/.test(parameters)) return 'nothing';
  const [first = '', second, third] = parameters.split(';');
  if (final === 'Z') return keyEvent('shift-tab');
  // CSI 27 ; modifiers ; code ~ and CSI code ; modifiers u: keys that had no sequence before
  if (final === '~' && first === '27') return named(nameOfCode(Number(third)), modifiersOf(second));
  if (final === 'u') return named(nameOfCode(Number(first)), modifiersOf(second));
  if (final === '~') return named(NUMBERS[first], modifiersOf(second));
  if (final === '$' || final === '^') return named(NUMBERS[first], final === '$' ? 'shift-' : 'ctrl-');
  if (/[a-d]/.test(final)) return named(LETTERS[final.toUpperCase()], 'shift-');
  return final === 'M' ? 'nothing' : named(LETTERS[final], modifiersOf(second));
}

function nameOfCode(code: number): string | undefined {
  if (CODES[code] !== undefined) return CODES[code];
  return code > 32 && code < 0x110000 ? String.fromCodePoint(code) : undefined;
}

/** `modifiers` is 1 and the sum of 1 for Shift, 2 for Alt, 4 for Ctrl */
function modifiersOf(modifiers: string | undefined): string {
  const bits = Math.max(0, Number(modifiers || 1) - 1);
  return `${bits & 4 ? 'ctrl-' : ''}${bits & 2 ? 'alt-' : ''}${bits & 1 ? 'shift-' : ''}`;
}

function named(name: string | undefined, modifiers: string): InputEvent | 'nothing' {
  return name === undefined ? 'nothing' : keyEvent(modifiers + name);
}

function withModifier(modifier: string, key: string): string {
  return key.startsWith('ctrl-') ? `ctrl-${modifier}${key.slice(5)}` : modifier + key;
}

function keyEvent(key: string, text = ''): InputEvent {
  return { type: 'key', press: { key, text } };
}

function sgrMouse(parameters: string, final: string): InputEvent | 'nothing' {
  const [button = 0, column = 0, row = 0] = parameters.split(';').map(Number);
  return final === 'M' ? mouseEvent(button, column - 1, row - 1) : 'nothing';
}

function oldMouse(match: RegExpExecArray): InputEvent | 'nothing' {
  const [button = 0, column = 0, row = 0] = match.slice(1).map((one) => one.charCodeAt(0) - 32);
  return mouseEvent(button, column - 1, row - 1);
}

function mouseEvent(button: number, column: number, row: number): InputEvent | 'nothing' {
  // 4, 8 and 16 are Shift, Alt and Ctrl; 32 is a move
  const plain = button & ~(4 + 8 + 16);
  if (!(column >= 0 && row >= 0)) return 'nothing';
  if (plain === 0) return { type: 'press', column, row };
  if (plain === 64) return { type: 'wheel-up', column, row };
  return plain === 65 ? { type: 'wheel-down', column, row } : 'nothing';
}
