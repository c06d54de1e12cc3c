import { messageOf } from '../errors.ts';
import type { Messages } from '../messages/messages.ts';
import { askForText, askToChoose, askToConfirm } from './asking.ts';
import { bottomLine, hintLine, keyHints } from './bottom-line.ts';
import { CommandBar } from './command-bar.ts';
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
import { fitLine, fitLines, type Line, lineWidth, type Size, type Style, span } from './line.ts';
import { drawOverlay, type Overlay, placeOverlay, pressInside } from './overlay.ts';
import type { Root, Screen } from './screen.ts';
import { tabAt, tabBar } from './tab-bar.ts';
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
const TOAST_MS = 5000;
const BAD_TOAST_MS = 12_000;
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
  readonly #commandBar: CommandBar;
  readonly #overlays: Overlay[] = [];
  #messages: Messages;
  #glyphs: Glyphs;
  #table: KeyTable;
  #tabs: readonly Tab[];
  #active = 0;
  #instead: Component | undefined;
  #commanding = false;
  #help: Component | undefined;
  #toast: { readonly text: string; readonly style: Style; readonly until: number } | undefined;
  #screen: Screen | undefined;
  #size: Size = { columns: 80, rows: 24 };

  constructor(options: DesktopOptions) {
    this.#options = options;
    this.#messages = options.messages;
    this.#glyphs = options.glyphs;
    this.#tabs = options.tabs;
    this.#bindings = [...options.bindings, ...COMMAND_KEYS, ...DEFAULT_KEYS];
    this.#table = createKeyTable(this.#bindings, options.keyChanges);
    this.#commandBar = new CommandBar({
      verbs: options.verbs ?? [],
      run: (text) => void this.#runCommand(text),
      close: () => this.#leaveCommandLine(),
    });
  }

  get glyphs(): Glyphs {
    return this.#glyphs;
  }

  get columns(): number {
    return this.#size.columns;
  }

  get tab(): string | undefined {
    return this.#tabs[this.#active]?.id;
  }

  get keys(): KeyTable {
    return this.#table;
  }

  get keyProblems(): readonly KeyProblem[] {
    return this.#table.problems;
  }

  attach(screen: Screen): void {
    this.#screen = screen;
    this.#page?.shown?.();
  }

  setTabs(tabs: readonly Tab[]): void {
    const shown = this.tab;
    const before = this.#page;
    this.#tabs = tabs;
    this.#active = Math.max(
      0,
      tabs.findIndex(({ id }) => id === shown),
    );
    this.#pageChanged(before);
  }

  replace(component: Component | undefined): void {
    const before = this.#page;
    this.#instead = component;
    this.#pageChanged(before);
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
    const ms = mood === 'bad' ? BAD_TOAST_MS : TOAST_MS;
    this.#toast = { text, style: mood === 'plain' ? 'strong' : mood, until: this.now() + ms };
    this.#later(() => this.redraw(), ms + 1);
    this.redraw();
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
    return askForText(this, this.#messages.terminal, question, text);
  }

  choose(question: string, choices: readonly string[], current = 0): Promise<number | undefined> {
    return askToChoose(this, this.#messages.terminal, question, choices, current);
  }

  goTo(tab: string): void {
    this.#goToTab(this.#tabs.findIndex(({ id }) => id === tab));
  }

  view(size: Size): Line[] {
    this.#size = size;
    const { top, rows } = this.#body(size);
    const page = this.#page;
    const body = page === undefined || rows === 0 ? [] : page.view({ columns: size.columns, rows });
    const bar = top === 0 ? [] : [this.#tabBar(size.columns)];
    const bottom = top + rows < size.rows ? [this.#bottom(size.columns)] : [];
    const hints = top + rows + 1 < size.rows ? [this.#hintsOf(page, size.columns)] : [];
    const shown = fitLines(body, { columns: size.columns, rows });
    let lines = fitLines([...bar, ...shown, ...hints, ...bottom], size);
    for (const overlay of this.#overlays) {
      const footOf = (columns: number) => this.#hintsOf(overlay.component, columns);
      lines = drawOverlay(lines, overlay, size, this.#glyphs, footOf);
    }
    // what was said is seen, even where a dialog fills the screen
    return this.#toldAtPresent === undefined
      ? lines
      : [...lines.slice(0, size.rows - bottom.length), ...bottom];
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
      const at = tabAt(this.#tabs, this.#active, press.column, this.#size.columns);
      if (press.type === 'press' && at !== undefined) this.#goToTab(at);
    } else if (press.row < top + rows) this.#page?.mouse?.({ ...press, row: press.row - top });
    this.redraw();
  }

  /** what the keys go to */
  get #target(): Component | undefined {
    return this.#overlays.at(-1)?.component ?? (this.#commanding ? this.#commandBar : this.#page);
  }

  get #page(): Component | undefined {
    return this.#instead ?? this.#tabs[this.#active]?.component;
  }

  /** the keys that matter in `component`, in at most `columns` */
  #hintsOf(component: Component | undefined, columns: number): Line {
    return hintLine(keyHints(component?.hints ?? [], this.#table, this.#messages), columns);
  }

  /** rows of the tab: all but the tabs' line, the last one and the one of its keys, where there is room for them */
  #body({ rows }: Size): { readonly top: number; readonly rows: number } {
    const top = this.#instead === undefined && rows >= 4 ? 1 : 0;
    const bottom = rows >= 3 || this.#commanding ? 1 : 0;
    const hints = rows >= ROWS_FOR_HINTS && this.#page?.hints !== undefined ? 1 : 0;
    return { top, rows: Math.max(0, rows - top - bottom - hints) };
  }

  #tabBar(columns: number): Line {
    return tabBar(this.#tabs, this.#active, columns, this.#options.title);
  }

  get #toldAtPresent() {
    return this.#toast !== undefined && this.#toast.until > this.now() ? this.#toast : undefined;
  }

  #bottom(columns: number): Line {
    if (this.#commanding) return this.#commandBar.view({ columns, rows: 1 })[0] ?? [];
    const told = this.#toldAtPresent;
    if (told !== undefined) return fitLine([span(told.text, told.style)], columns);
    const actions = this.#options.commandLine === undefined ? [] : ['app/app-command'];
    const hints = keyHints(['app/app-help', ...actions, 'app/app-quit'], this.#table, this.#messages);
    return bottomLine(this.#options.statusLine?.() ?? [], hints, columns);
  }

  #act(action: string, key: string): boolean {
    const modal = this.#overlays.length > 0 || this.#commanding;
    if (action === 'app-help') this.#toggleHelp();
    else if (action === 'app-repaint') this.#screen?.repaint();
    else if (action === 'app-suspend') this.#screen?.suspend();
    else if (action === 'app-back') this.#back();
    // a letter that was meant for a dialog does not end the program
    else if (action === 'app-quit' && modal && key.length === 1) this.#back();
    else if (action === 'app-quit') this.#options.onQuit();
    else if (modal) return false;
    else return this.#actOnTabs(action) || (this.#options.onAction?.(action) ?? false);
    return true;
  }

  #actOnTabs(action: string): boolean {
    const digit = /^app-tab-(\d)$/.exec(action)?.[1];
    const count = this.#instead === undefined ? this.#tabs.length : 0;
    if (action === 'app-command' && this.#options.commandLine !== undefined) this.#commanding = true;
    else if (count === 0) return false;
    else if (digit !== undefined) this.#goToTab(Number(digit) - 1);
    else if (action === 'app-next-tab') this.#goToTab((this.#active + 1) % count);
    else if (action === 'app-previous-tab') this.#goToTab((this.#active + count - 1) % count);
    else return false;
    return true;
  }

  #goToTab(at: number): void {
    if (at < 0 || at >= this.#tabs.length || at === this.#active) return;
    const before = this.#page;
    this.#active = at;
    this.#pageChanged(before);
  }

  #pageChanged(before: Component | undefined): void {
    if (before !== this.#page) {
      before?.hidden?.();
      this.#page?.shown?.();
    }
    this.redraw();
  }

  #back(): void {
    const top = this.#overlays.at(-1);
    if (top !== undefined) this.close(top.component);
    else this.#commanding = false;
  }

  /** In the help, the key that opened it closes it: help on help would only pile up. */
  #toggleHelp(): void {
    const top = this.#overlays.at(-1)?.component;
    if (top !== undefined && top === this.#help) this.close(top);
    else this.#openHelp();
  }

  #openHelp(): void {
    const contexts = [...new Set([...(this.#target?.contexts() ?? []), 'app'])];
    const shown = this.#table.bindings.filter(({ context, action }) => {
      const tab = /^app-tab-(\d)$/.exec(action)?.[1];
      return context !== 'app' || tab === undefined || Number(tab) <= this.#tabs.length;
    });
    const lines = helpLines({ ...this.#table, bindings: shown }, contexts, this.#messages);
    const help = new TextDialog(this, { lines: () => lines });
    this.#help = help;
    const columns = Math.min(76, Math.max(30, ...lines.map(lineWidth)));
    this.open(help, { title: this.#messages.terminal.title, columns, rows: lines.length });
  }

  async #runCommand(text: string): Promise<void> {
    try {
      await this.#options.commandLine?.(text);
    } catch (error) {
      this.say(messageOf(error), 'bad');
    }
  }

  #leaveCommandLine(): void {
    this.#commanding = false;
    this.redraw();
  }

  #later(run: () => void, ms: number): void {
    const { later } = this.#options;
    if (later !== undefined) later(run, ms);
    else setTimeout(run, ms).unref();
  }
}
