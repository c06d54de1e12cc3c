import type { Messages } from '../../../common/messages/messages.ts';
import type { Component, Host, MousePress } from '../../../common/terminal/component.ts';
import { fitLines, type Line, line, type Size, type Style, span } from '../../../common/terminal/line.ts';
import { Scroll } from '../scroll.ts';
import type { CommandSink } from './command-line.ts';

/** As much as anybody reads; the rest is for a terminal, with a pager. */
const MAX_LINES = 10_000;

const STYLES: Readonly<Record<'data' | 'news' | 'error', Style>> = {
  data: 'plain',
  news: 'dim',
  error: 'bad',
};

/** What a command writes, while it runs and afterwards. */
export class OutputDialog implements Component, CommandSink {
  readonly #host: Host;
  readonly #texts: Messages['app'];
  readonly #stop: () => void;
  readonly #scroll = new Scroll({ atEnd: true });
  #lines: Line[] = [];
  #plain: string[] = [];
  #live: readonly Line[] = [];
  #exitCode: number | undefined;

  /** @param stop ends the command */
  constructor(host: Host, texts: Messages['app'], stop: () => void) {
    this.#host = host;
    this.#texts = texts;
    this.#stop = stop;
  }

  write(text: string, kind: 'data' | 'news' | 'error'): void {
    this.#plain.push(text);
    this.#lines.push(line(text, STYLES[kind]));
    this.#lines = this.#lines.slice(-MAX_LINES);
    this.#plain = this.#plain.slice(-MAX_LINES);
    this.#show();
  }

  live(lines: readonly string[]): void {
    this.#live = lines.map((text) => line(text));
    this.#show();
  }

  confirm(question: string): Promise<boolean> {
    return this.#host.confirm(question);
  }

  /** The command has ended. */
  end(exitCode: number): void {
    this.#exitCode = exitCode;
    this.#show();
  }

  contexts(): readonly string[] {
    return ['output', 'list'];
  }

  act(action: string): boolean {
    if (action === 'close') return this.#close();
    if (action === 'copy') {
      this.#host.copy(this.#plain.join('\n'));
      return true;
    }
    const known = this.#scroll.act(action);
    if (known) this.#host.redraw();
    return known;
  }

  mouse(press: MousePress): boolean {
    const known = this.#scroll.mouse(press);
    if (known) this.#host.redraw();
    return known;
  }

  hidden(): void {
    this.#stop();
  }

  view(size: Size): readonly Line[] {
    const room = { columns: size.columns, rows: Math.max(0, size.rows - 1) };
    return fitLines([...this.#scroll.view(room), this.#state()], size);
  }

  #state(): Line {
    const { outputRunning, outputDone } = this.#texts;
    if (this.#exitCode === undefined) return [span(outputRunning, 'key')];
    return [span(outputDone(this.#exitCode), this.#exitCode === 0 ? 'good' : 'bad')];
  }

  #show(): void {
    this.#scroll.setLines([...this.#lines, ...this.#live]);
    this.#host.redraw();
  }

  /** A command that runs is stopped first: what it has to say to that is seen. */
  #close(): boolean {
    if (this.#exitCode === undefined) this.#stop();
    else this.#host.close(this);
    return true;
  }
}
