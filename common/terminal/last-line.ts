import { messageOf } from '../errors.ts';
import { bottomLine } from './bottom-line.ts';
import { CommandBar } from './command-bar.ts';
import type { Component } from './component.ts';
import type { DesktopOptions } from './desktop-options.ts';
import { fitLine, type Line, type Style, span } from './line.ts';

const TOAST_MS = 5000;
const BAD_TOAST_MS = 12_000;

/** What the last line is made with. */
export type LastLineOptions = Pick<
  DesktopOptions,
  'commandLine' | 'verbs' | 'statusLine' | 'now' | 'later'
> & {
  /** it shows something else now */
  readonly redraw: () => void;
};

/** The last line of a desktop: a command that is being written, what was just said, or how things are. */
export class LastLine {
  readonly #options: LastLineOptions;
  readonly #commandBar: CommandBar;
  #commanding = false;
  #toast: { readonly text: string; readonly style: Style; readonly until: number } | undefined;

  constructor(options: LastLineOptions) {
    this.#options = options;
    this.#commandBar = new CommandBar({
      verbs: options.verbs ?? [],
      run: (text) => void this.#run(text),
      close: () => this.leaveCommand(),
    });
  }

  /** what keys go to while a command is being written */
  get command(): Component | undefined {
    return this.#commanding ? this.#commandBar : undefined;
  }

  /** whether commands can be written here */
  get takesCommands(): boolean {
    return this.#options.commandLine !== undefined;
  }

  /** whether something was said a moment ago */
  get tells(): boolean {
    return this.#told !== undefined;
  }

  beginCommand(): void {
    this.#commanding = true;
  }

  leaveCommand(): void {
    this.#commanding = false;
    this.#options.redraw();
  }

  /** Shows `text` for some seconds. */
  say(text: string, mood: 'plain' | 'good' | 'bad'): void {
    const { now, redraw } = this.#options;
    const ms = mood === 'bad' ? BAD_TOAST_MS : TOAST_MS;
    this.#toast = { text, style: mood === 'plain' ? 'strong' : mood, until: now() + ms };
    this.#later(redraw, ms + 1);
    redraw();
  }

  /** @param hints beside how things are, where they have room */
  view(columns: number, hints: readonly Line[]): Line {
    if (this.#commanding) return this.#commandBar.view({ columns, rows: 1 })[0] ?? [];
    const told = this.#told;
    if (told !== undefined) return fitLine([span(told.text, told.style)], columns);
    return bottomLine(this.#options.statusLine?.() ?? [], hints, columns);
  }

  get #told() {
    return this.#toast !== undefined && this.#toast.until > this.#options.now() ? this.#toast : undefined;
  }

  async #run(text: string): Promise<void> {
    try {
      await this.#options.commandLine?.(text);
    } catch (error) {
      this.say(messageOf(error), 'bad');
    }
  }

  #later(run: () => void, ms: number): void {
    const { later } = this.#options;
    if (later !== undefined) later(run, ms);
    else setTimeout(run, ms).unref();
  }
}
