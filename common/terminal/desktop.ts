import type { Messages } from '../messages/messages.ts';
import { askForText, askToChoose, askToConfirm } from './asking.ts';
import { hintLine, keyHints } from './bottom-line.ts';
import type { Component, DialogWish, Glyphs, Host, KeyPress, MousePress } from './component.ts';
import { DEFAULT_KEYS } from './default-keys.ts';
import type { DesktopOptions, Tab } from './desktop-options.ts';
import { helpLines } from './help-lines.ts';
import {
  type Binding,
  createKeyTable,
  type KeyChanges,
  type KeyProblem,
  type KeyTable,
} from './key-table.ts';
import { LastLine } from './last-line.ts';
import { fitLines, type Line, lineWidth, type Size } from './line.ts';
import { drawOverlay, type Overlay, placeOverlay, pressInside } from './overlay.ts';
import { Pages, tabNumber } from './pages.ts';
import type { Root, Screen } from './screen.ts';
import { TextDialog } from './text-dialog.ts';

/** A screen of tabs with dialogs on them, a line that tells, help, and a command line: the host of its components. */
export interface Desktop extends Host, Root {
  /** id of the tab that is shown */
  readonly tab: string | undefined;
  /** what is wrong with the person's keys */
  readonly keyProblems: readonly KeyProblem[];
  readonly keys: KeyTable;
  /** other tabs; the one that was shown stays, where it is among them */
  setTabs(tabs: readonly Tab[]): void;
  /** one component instead of the tabs, for a first run; `undefined`: the tabs again */
  replace(component: Component | undefined): void;
  setKeys(changes: KeyChanges): void;
  setMessages(messages: Messages): void;
  setGlyphs(glyphs: Glyphs): void;
}

/** a screen as high as this has a line for the keys of its tab */
const ROWS_FOR_HINTS = 20;
/** contexts of which a key that types something is text while a line is edited */
const GENERIC = new Set(['list', 'table', 'dialog']);
const COMMAND_KEYS: readonly Binding[] = [{ context: 'command', action: 'command-complete', keys: ['tab'] }];

/** A new desktop. Its time comes from `now` and `later`, its screen by `attach`: until then it only has state. */
export function createDesktop(options: DesktopOptions): Desktop {
  return new TabbedDesktop(options);
}

class TabbedDesktop implements Desktop {
  readonly #options: DesktopOptions;
  readonly #bindings: readonly Binding[];
  readonly #pages: Pages;
  readonly #lastLine: LastLine;
  readonly #overlays: Overlay[] = [];
  #messages: Messages;
  #glyphs: Glyphs;
  #table: KeyTable;
  #help: Component | undefined;
  #screen: Screen | undefined;
  #size: Size = { columns: 80, rows: 24 };

  constructor(options: DesktopOptions) {
    this.#options = options;
    this.#messages = options.messages;
    this.#glyphs = options.glyphs;
    this.#bindings = [...options.bindings, ...COMMAND_KEYS, ...DEFAULT_KEYS];
    this.#table = createKeyTable(this.#bindings, options.keyChanges);
    this.#pages = new Pages(options.tabs, () => this.redraw());
    this.#lastLine = new LastLine({ ...options, redraw: () => this.redraw() });
  }

  get glyphs(): Glyphs {
    return this.#glyphs;
  }

  get columns(): number {
    return this.#size.columns;
  }

  get tab(): string | undefined {
    return this.#pages.tab;
  }

  get keys(): KeyTable {
    return this.#table;
  }

  get keyProblems(): readonly KeyProblem[] {
    return this.#table.problems;
  }

  attach(screen: Screen): void {
    this.#screen = screen;
    this.#pages.shown?.shown?.();
  }

  setTabs(tabs: readonly Tab[]): void {
    this.#pages.setTabs(tabs);
  }

  replace(component: Component | undefined): void {
    this.#pages.replace(component);
  }

  setKeys(changes: KeyChanges): void {
    this.#table = createKeyTable(this.#bindings, changes);
    this.redraw();
  }

  setMessages(messages: Messages): void {
    this.#messages = messages;
    this.redraw();
  }

  setGlyphs(glyphs: Glyphs): void {
    this.#glyphs = glyphs;
    this.redraw();
  }

  now(): number {
    return this.#options.now();
  }

  redraw(): void {
    this.#screen?.redraw();
  }

  copy(text: string): void {
    this.#screen?.copy(text);
  }

  say(text: string, mood: 'plain' | 'good' | 'bad' = 'plain'): void {
    this.#lastLine.say(text, mood);
  }

  open(component: Component, wish: DialogWish): void {
    this.#overlays.push({ component, wish });
    component.shown?.();
    this.redraw();
  }

  close(dialog: Component): void {
    const at = this.#overlays.findIndex(({ component }) => component === dialog);
    if (at < 0) return;
    this.#overlays.splice(at, 1);
    dialog.hidden?.();
    this.redraw();
  }

  confirm(question: string, details: readonly string[] = []): Promise<boolean> {
    return askToConfirm(this, this.#messages.terminal, question, details);
  }

  prompt(question: string, text = ''): Promise<string | undefined> {
    return askForText(this, question, text);
  }

  choose(question: string, choices: readonly string[], current = 0): Promise<number | undefined> {
    return askToChoose(this, question, choices, current);
  }

  goTo(tab: string): void {
    this.#pages.goTo(tab);
  }

  view(size: Size): Line[] {
    this.#size = size;
    const { top, rows } = this.#body(size);
    const page = this.#pages.shown;
    const body = page === undefined || rows === 0 ? [] : page.view({ columns: size.columns, rows });
    const bar = top === 0 ? [] : [this.#pages.bar(size.columns, this.#options.title)];
    const bottom = top + rows < size.rows ? [this.#bottom(size.columns)] : [];
    const hints = top + rows + 1 < size.rows ? [this.#hintsOf(page, size.columns)] : [];
    const shown = fitLines(body, { columns: size.columns, rows });
    let lines = fitLines([...bar, ...shown, ...hints, ...bottom], size);
    for (const overlay of this.#overlays) {
      const footOf = (columns: number) => this.#hintsOf(overlay.component, columns);
      lines = drawOverlay(lines, overlay, size, this.#glyphs, footOf);
    }
    // what was said is seen, even where a dialog fills the screen
    return this.#lastLine.tells ? [...lines.slice(0, size.rows - bottom.length), ...bottom] : lines;
  }

  key(press: KeyPress): void {
    const target = this.#target;
    const act = (action: string) => target?.act(action) ?? false;
    for (const context of target?.contexts() ?? []) {
      if (target?.editing && press.text !== '' && GENERIC.has(context)) continue;
      if (this.#table.actionsOf(context, press.key).some(act)) return this.redraw();
    }
    if (target?.editing && press.text !== '') target.type?.(press);
    else this.#table.actionsOf('app', press.key).some((action) => this.#act(action, press.key));
    this.redraw();
  }

  paste(text: string): void {
    this.#target?.paste?.(text);
    this.redraw();
  }

  mouse(press: MousePress): void {
    const overlay = this.#overlays.at(-1);
    const { top, rows } = this.#body(this.#size);
    if (overlay !== undefined) {
      const inside = pressInside(press, placeOverlay(overlay, this.#size));
      if (inside !== undefined) overlay.component.mouse?.(inside);
    } else if (press.row < top) {
      if (press.type === 'press') this.#pages.pressBar(press.column, this.#size.columns);
    } else if (press.row < top + rows) this.#pages.shown?.mouse?.({ ...press, row: press.row - top });
    this.redraw();
  }

  /** what the keys go to */
  get #target(): Component | undefined {
    return this.#overlays.at(-1)?.component ?? this.#lastLine.command ?? this.#pages.shown;
  }

  /** the keys that matter in `component`, in at most `columns` */
  #hintsOf(component: Component | undefined, columns: number): Line {
    return hintLine(keyHints(component?.hints ?? [], this.#table, this.#messages), columns);
  }

  /** rows of the tab: all but the tabs' line, the last one and the one of its keys, where there is room for them */
  #body({ rows }: Size): { readonly top: number; readonly rows: number } {
    const top = this.#pages.isTabbed && rows >= 4 ? 1 : 0;
    const bottom = rows >= 3 || this.#lastLine.command !== undefined ? 1 : 0;
    const hints = rows >= ROWS_FOR_HINTS && this.#pages.shown?.hints !== undefined ? 1 : 0;
    return { top, rows: Math.max(0, rows - top - bottom - hints) };
  }

  #bottom(columns: number): Line {
    const actions = this.#lastLine.takesCommands ? ['app/app-command'] : [];
    const hints = keyHints(['app/app-help', ...actions, 'app/app-quit'], this.#table, this.#messages);
    return this.#lastLine.view(columns, hints);
  }

  #act(action: string, key: string): boolean {
    const modal = this.#overlays.length > 0 || this.#lastLine.command !== undefined;
    if (action === 'app-help') this.#toggleHelp();
    else if (action === 'app-repaint') this.#screen?.repaint();
    else if (action === 'app-suspend') this.#screen?.suspend();
    else if (action === 'app-back') this.#back();
    // a letter that was meant for a dialog does not end the program
    else if (action === 'app-quit' && modal && key.length === 1) this.#back();
    else if (action === 'app-quit') this.#options.onQuit();
    else if (modal) return false;
    else if (action === 'app-command' && this.#lastLine.takesCommands) this.#lastLine.beginCommand();
    else return this.#pages.act(action) || (this.#options.onAction?.(action) ?? false);
    return true;
  }

  #back(): void {
    const top = this.#overlays.at(-1);
    if (top !== undefined) this.close(top.component);
    else this.#lastLine.leaveCommand();
  }

  /** In the help, the key that opened it closes it: help on help would only pile up. */
  #toggleHelp(): void {
    const top = this.#overlays.at(-1)?.component;
    if (top !== undefined && top === this.#help) this.close(top);
    else this.#openHelp();
  }

  #openHelp(): void {
    const contexts = [...new Set([...(this.#target?.contexts() ?? []), 'app'])];
    const shown = this.#table.bindings.filter(
      ({ context, action }) => context !== 'app' || (tabNumber(action) ?? 1) <= this.#pages.count,
    );
    const lines = helpLines({ ...this.#table, bindings: shown }, contexts, this.#messages);
    const help = new TextDialog(this, { lines: () => lines });
    this.#help = help;
    const columns = Math.min(76, Math.max(30, ...lines.map(lineWidth)));
    this.open(help, { title: this.#messages.terminal.title, columns, rows: lines.length });
  }
}
