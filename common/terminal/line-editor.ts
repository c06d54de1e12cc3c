import { clustersOf, fitCells, widthOf } from './cells.ts';
import type { KeyPress } from './component.ts';
import { type Line, span } from './line.ts';

/** far more than any path or link; a paste of a whole file must not make the screen slow */
const MAX_LENGTH = 4096;
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** halves of a surrogate pair, which are no character */
const HALVES = /\p{Cs}/gu;
const WORD = /[\p{L}\p{N}\p{M}_]/u;
const MAX_HISTORY = 200;

/** One line of text that a person writes. It knows characters as people count them: a letter with its marks is one. */
export class LineEditor {
  /** a cluster each */
  #clusters: string[] = [];
  #at = 0;
  readonly #history: string[];
  /** where in the history it is; its length: in the line that is being written */
  #recalled: number;
  #draft = '';
  #cut = '';

  constructor(options: { readonly text?: string; readonly history?: readonly string[] } = {}) {
    this.#history = [...(options.history ?? [])];
    this.#recalled = this.#history.length;
    this.set(options.text ?? '');
  }

  get text(): string {
    return this.#clusters.join('');
  }

  /** What stands before the cursor. */
  get before(): string {
    return this.#clusters.slice(0, this.#at).join('');
  }

  /** Another text, with the cursor at its end. */
  set(text: string): void {
    this.#clusters = clustersOf(oneLine(text).slice(0, MAX_LENGTH));
    this.#at = this.#clusters.length;
  }

  /** Takes a key that types something. */
  type(key: KeyPress): void {
    this.#insert(key.text);
  }

  /** Takes pasted text; line breaks in it become blanks, those at its end go. */
  paste(text: string): void {
    this.#insert(text.replace(/[\r\n]+$/, ''));
  }

  /** Keeps the line for `editor-previous`, and empties it. @returns the line */
  commit(): string {
    const { text } = this;
    if (text !== '' && this.#history.at(-1) !== text) this.#history.push(text);
    this.#history.splice(0, this.#history.length - MAX_HISTORY);
    this.#recalled = this.#history.length;
    this.set('');
    return text;
  }

  /** Does what a key of the context `editor` asks for. @returns whether it knows the action */
  act(action: string): boolean {
    const end = this.#clusters.length;
    switch (action) {
      case 'editor-left':
        return this.#moveTo(this.#at - 1);
      case 'editor-right':
        return this.#moveTo(this.#at + 1);
      case 'editor-word-left':
        return this.#moveTo(this.#wordLeft());
      case 'editor-word-right':
        return this.#moveTo(this.#wordRight());
      case 'editor-home':
        return this.#moveTo(0);
      case 'editor-end':
        return this.#moveTo(end);
      case 'editor-backspace':
        return this.#remove(this.#at - 1, this.#at);
      case 'editor-delete':
        return this.#remove(this.#at, this.#at + 1);
      case 'editor-cut-before':
        return this.#cutOut(0, this.#at);
      case 'editor-cut-after':
        return this.#cutOut(this.#at, end);
      case 'editor-cut-word':
        return this.#cutOut(this.#wordLeft(), this.#at);
      case 'editor-put-back':
        this.#insert(this.#cut);
        return true;
      case 'editor-previous':
        return this.#recall(this.#recalled - 1);
      case 'editor-next':
        return this.#recall(this.#recalled + 1);
      default:
        return false;
    }
  }

  /** The line in exactly `columns` cells, scrolled so that the cursor is seen; without a cursor when not `focused`. */
  view(columns: number, focused = true): Line {
    if (columns <= 0) return [];
    if (!focused) return [span(fitCells(this.text, columns), 'input')];
    const under = this.#cells(this.#at) || ' ';
    let room = columns - widthOf(under);
    let left = '';
    for (let at = this.#at - 1; at >= 0; at--) {
      const cell = this.#cells(at);
      if (widthOf(cell) > room) break;
      room -= widthOf(cell);
      left = cell + left;
    }
    const right = fitEnd(this.#clusters.slice(this.#at + 1, this.#at + 1 + columns).join(''), room);
    const line = [span(left, 'input'), span(fitCells(under, Math.min(columns, widthOf(under))), 'cursor')];
    return [...line, span(right, 'input')].filter(({ text }) => text !== '');
  }

  /** Makes the cell of the view at `column` the cursor's, where the line is not scrolled. */
  click(column: number): void {
    let width = 0;
    const found = this.#clusters.findIndex((cluster) => {
      width += widthOf(cluster);
      return width > column;
    });
    this.#moveTo(found < 0 ? this.#clusters.length : found);
  }

  /** the cluster as it is shown; empty beyond the end */
  #cells(at: number): string {
    const cluster = this.#clusters[at];
    return cluster === undefined ? '' : fitCells(cluster, Math.max(1, widthOf(cluster)));
  }

  #insert(text: string): void {
    const before = this.before + oneLine(text);
    const all = before + this.#clusters.slice(this.#at).join('');
    this.#clusters = clustersOf(all.slice(0, MAX_LENGTH));
    // a mark that was typed has become one with the letter before it, so the place is found by length
    let length = 0;
    this.#at = this.#clusters.findIndex((cluster) => {
      length += cluster.length;
      return length > before.length;
    });
    if (this.#at < 0) this.#at = this.#clusters.length;
  }

  #moveTo(at: number): true {
    this.#at = Math.max(0, Math.min(at, this.#clusters.length));
    return true;
  }

  #remove(first: number, end: number): true {
    this.#clusters.splice(Math.max(0, first), Math.max(0, end - Math.max(0, first)));
    return this.#moveTo(Math.min(first, this.#at));
  }

  #cutOut(first: number, end: number): true {
    if (first < end) this.#cut = this.#clusters.slice(first, end).join('');
    return this.#remove(first, end);
  }

  #wordLeft(): number {
    let at = this.#at;
    while (at > 0 && !WORD.test(this.#clusters[at - 1] ?? '')) at--;
    while (at > 0 && WORD.test(this.#clusters[at - 1] ?? '')) at--;
    return at;
  }

  #wordRight(): number {
    let at = this.#at;
    while (at < this.#clusters.length && !WORD.test(this.#clusters[at] ?? '')) at++;
    while (at < this.#clusters.length && WORD.test(this.#clusters[at] ?? '')) at++;
    return at;
  }

  #recall(at: number): boolean {
    if (at < 0 || at > this.#history.length) return this.#history.length > 0;
    if (this.#recalled === this.#history.length) this.#draft = this.text;
    this.#recalled = at;
    this.set(this.#history[at] ?? this.#draft);
    return true;
  }
}

function oneLine(text: string): string {
  return text.replace(BREAKS, ' ').replace(HALVES, '');
}

function fitEnd(text: string, room: number): string {
  return room <= 0 ? '' : fitCells(text, room);
}
