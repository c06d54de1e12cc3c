import type { Component, Host, MousePress } from './component.ts';
import { fitLines, type Line, lineWidth, type Size } from './line.ts';
import { Scroll } from './scroll.ts';
import { wrapLine } from './wrap-text.ts';

/** What a dialog of text shows and does. */
export interface TextDialogOptions {
  /** all of it, each line of at most `columns` cells */
  lines(columns: number): readonly Line[];
  /** of the key table, where it has keys of its own */
  readonly context?: string;
  /** what the actions of `context` do */
  readonly actions?: Readonly<Record<string, () => void>>;
  /** called when it comes onto the screen, for what changes in it; what that returns is called when it goes */
  readonly follow?: () => () => void;
}

const LEAST_COLUMNS = 30;
const MOST_COLUMNS = 100;
const MOST_ROWS = 30;

/** Shows `lines` in a dialog as large as they are, to be read and closed. */
export function openText(host: Host, title: string, lines: readonly Line[]): void {
  const wrapped = (columns: number) => lines.flatMap((one) => wrapLine(one, columns));
  const widest = lines.reduce((most, one) => Math.max(most, lineWidth(one)), LEAST_COLUMNS);
  const columns = Math.min(MOST_COLUMNS, widest);
  const rows = Math.min(MOST_ROWS, wrapped(columns).length);
  host.open(new TextDialog(host, { lines: wrapped }), { title, columns, rows });
}

/** Text in a dialog, that may be longer than it: the keys of lists and the wheel move it. */
export class TextDialog implements Component {
  readonly #host: Pick<Host, 'close'>;
  readonly #options: TextDialogOptions;
  readonly #scroll = new Scroll();
  #leave: (() => void) | undefined;

  constructor(host: Pick<Host, 'close'>, options: TextDialogOptions) {
    this.#host = host;
    this.#options = options;
  }

  get note(): string {
    return this.#scroll.note;
  }

  get hints(): readonly string[] {
    const { context, actions = {} } = this.#options;
    const own = Object.keys(actions).map((action) => `${context}/${action}`);
    return [...own, 'list/list-down', 'dialog/dialog-cancel'];
  }

  /** What is yet to be read is as high as it may be. */
  height(columns: number): number {
    return this.#options.lines(columns).length || Number.POSITIVE_INFINITY;
  }

  contexts(): readonly string[] {
    const { context } = this.#options;
    return [...(context === undefined ? [] : [context]), 'dialog', 'list'];
  }

  act(action: string): boolean {
    const { actions = {} } = this.#options;
    if (Object.hasOwn(actions, action)) actions[action]?.();
    else if (action === 'dialog-cancel' || action === 'dialog-accept') this.#host.close(this);
    else return this.#scroll.act(action);
    return true;
  }

  mouse(press: MousePress): boolean {
    return this.#scroll.mouse(press);
  }

  view(size: Size): Line[] {
    return fitLines(this.#scroll.window(this.#options.lines(size.columns), size.rows), size);
  }

  shown(): void {
    this.#leave?.();
    this.#leave = this.#options.follow?.();
  }

  hidden(): void {
    this.#leave?.();
    this.#leave = undefined;
  }
}
