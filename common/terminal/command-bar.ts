import type { Component, KeyPress } from './component.ts';
import { fitLine, type Line, lineWidth, type Size, span } from './line.ts';
import { LineEditor } from './line-editor.ts';

/** The line that begins with `:`, for commands; it completes verbs and remembers what was run. */
export class CommandBar implements Component {
  readonly editing = true;
  readonly #editor = new LineEditor();
  readonly #verbs: readonly string[];
  readonly #run: (text: string) => void;
  readonly #close: () => void;
  /** what Tab goes round in, and where it is; none when something was written since */
  #round: { readonly verbs: readonly string[]; at: number } | undefined;

  constructor(options: {
    readonly verbs: readonly string[];
    readonly run: (text: string) => void;
    readonly close: () => void;
  }) {
    this.#verbs = options.verbs;
    this.#run = options.run;
    this.#close = options.close;
  }

  get text(): string {
    return this.#editor.text;
  }

  contexts(): readonly string[] {
    return ['command', 'editor'];
  }

  act(action: string): boolean {
    if (action === 'command-complete') {
      this.#complete();
      return true;
    }
    this.#round = undefined;
    if (action === 'editor-accept') this.#accept();
    else if (action === 'editor-cancel') this.#leave();
    else if (action === 'editor-backspace' && this.text === '') this.#leave();
    else return this.#editor.act(action) || action === 'editor-previous' || action === 'editor-next';
    return true;
  }

  type(key: KeyPress): void {
    this.#round = undefined;
    this.#editor.type(key);
  }

  paste(text: string): boolean {
    this.#round = undefined;
    this.#editor.paste(text);
    return true;
  }

  view(size: Size): Line[] {
    const line = [span(':', 'key'), ...this.#editor.view(Math.max(0, size.columns - 1))];
    const candidates = this.#candidates();
    if (candidates.length === 0 || this.text === candidates[0]) return [fitLine(line, size.columns)];
    const hint = `  ${candidates.join(' ')}`;
    const written = lineWidth([span(this.text)]) + 2;
    const room = size.columns - written;
    if (room < 8) return [fitLine(line, size.columns)];
    const editor = [span(':', 'key'), ...this.#editor.view(written - 1)];
    return [fitLine([...editor, ...fitLine([span(hint, 'dim')], room)], size.columns)];
  }

  #accept(): void {
    const text = this.#editor.commit().trim();
    this.#close();
    if (text !== '') this.#run(text);
  }

  #leave(): void {
    this.#editor.set('');
    this.#close();
  }

  #complete(): void {
    if (this.#round === undefined) {
      const verbs = this.#candidates();
      if (verbs.length === 0) return;
      this.#round = { verbs, at: -1 };
    }
    this.#round.at = (this.#round.at + 1) % this.#round.verbs.length;
    const verb = this.#round.verbs[this.#round.at] ?? '';
    this.#editor.set(this.#round.verbs.length === 1 ? `${verb} ` : verb);
  }

  /** verbs that what is written may become */
  #candidates(): readonly string[] {
    return /\s/.test(this.text) ? [] : this.#verbs.filter((verb) => verb.startsWith(this.text));
  }
}
