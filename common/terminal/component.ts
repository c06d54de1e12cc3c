import type { Line, Size } from './line.ts';

/** A key: `a`, `A`, `enter`, `escape`, `space`, `tab`, `backspace`, `up`, `pageup`, `home`, `ctrl-d`, `alt-x`, `shift-tab`, `f1`. */
export interface KeyPress {
  readonly key: string;
  /** the character it types; empty for those that type none */
  readonly text: string;
}

/** The mouse, in cells of the component that hears of it, from its top left. */
export interface MousePress {
  readonly type: 'press' | 'double' | 'wheel-up' | 'wheel-down';
  readonly column: number;
  readonly row: number;
}

/**
 * Something on the screen that people use: a tab, a dialog, a pane. It is asked for its lines when the screen is painted, and
 * calls its host's `redraw` when they would be others.
 */
export interface Component {
  /** exactly `size.rows` lines of `size.columns` cells. Any size, down to 1 x 1. Quick: it is called at every repaint. */
  view(size: Size): readonly Line[];
  /** contexts of the key table that are in force in it, the innermost first: `['transfers', 'list']` */
  contexts(): readonly string[];
  /** @returns whether it knows the action */
  act(action: string): boolean;
  /**
   * whether keys are text at the moment, as in a line editor: then `type` gets those that are no binding of `contexts`. What
   * `list`, `table` and `dialog` bind to letters does not count then.
   */
  readonly editing?: boolean;
  type?(key: KeyPress): void;
  /** pasted text, or the path of a file that was dropped into the terminal; @returns whether it was of use */
  paste?(text: string): boolean;
  mouse?(press: MousePress): boolean;
  /** it is on the screen now, or not any more */
  shown?(): void;
  hidden?(): void;
  /** of a dialog: at the right of its title, `12/345` */
  readonly note?: string;
  /** `context/action`s whose keys are told at its foot, what matters most first; as many as there is room for */
  readonly hints?: readonly string[];
  /** of a dialog: lines that it has to show in `columns`; it is no higher than that */
  height?(columns: number): number;
}

/** What a component can ask of the screen that it is on. */
export interface Host {
  /** what is shown has changed; painted at most ten times a second */
  redraw(): void;
  /** one line at the bottom for some seconds */
  say(text: string, mood?: 'plain' | 'good' | 'bad'): void;
  /** puts a component on top, in the middle, as large as it wishes; it has the keys until closed */
  open(dialog: Component, wish: DialogWish): void;
  close(dialog: Component): void;
  /** asks; `false` for no and for escape */
  confirm(question: string, details?: readonly string[]): Promise<boolean>;
  /** asks for a line of text; `undefined` for escape */
  prompt(question: string, text?: string): Promise<string | undefined>;
  /** lets one of `choices` be chosen; its index, or `undefined` for escape */
  choose(question: string, choices: readonly string[], current?: number): Promise<number | undefined>;
  /** goes to a tab */
  goTo(tab: string): void;
  /** puts text on the person's clipboard, where the terminal allows it (OSC 52) */
  copy(text: string): void;
  /** how borders and marks are drawn */
  readonly glyphs: Glyphs;
  /** now, ms since 1970; for ages and double clicks */
  now(): number;
}

/** What a dialog would have, where there is room for it. */
export interface DialogWish {
  readonly title: string;
  /** cells inside the border at most; less where the screen is smaller */
  readonly columns: number;
  readonly rows: number;
}

/** Characters that differ between terminals which show Unicode and those which show ASCII only. */
export interface Glyphs {
  readonly ascii: boolean;
  readonly horizontal: string;
  readonly vertical: string;
  readonly topLeft: string;
  readonly topRight: string;
  readonly bottomLeft: string;
  readonly bottomRight: string;
  /** eight heights of a bar, the lowest first */
  readonly bars: readonly string[];
  readonly full: string;
  readonly empty: string;
  /** the upper half of a cell, in pictures */
  readonly half: string;
  readonly mark: string;
  readonly tick: string;
  readonly cross: string;
  readonly arrow: string;
  /** what comes from others, and what goes to them */
  readonly down: string;
  readonly up: string;
  readonly ellipsis: string;
}
