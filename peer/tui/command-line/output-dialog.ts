import type { Messages } from '../../../common/messages/messages.ts';
import type { Component, Host, MousePress } from '../../../common/terminal/component.ts';
import { fitLines, type Line, line, type Size, type Style, span } from '../../../common/terminal/line.ts';
import { Scroll } from '../../../common/terminal/scroll.ts';
import { wrapLine } from '../../../common/terminal/wrap-text.ts';
import type { CommandSink } from './command-line.ts';

/** As much as anybody reads; the rest is for a terminal, with a pager. */
const MAX_LINES = 10_000;
/** so many more before the oldest go: not all lines are moved for each new one */
const SLACK = 1000;

const STYLES: Readonly<Record<'data' | 'news' | 'error', Style>> = {
  data: 'plain',
  news: 'dim',
  error: 'bad',
};

/** A line that was written, wrapped for the width at which it was last seen. */
interface Written {
  readonly text: string;
  readonly line: Line;
  columns: number;
  wrapped: readonly Line[];
}

/** What a command writes, while it runs and afterwards. */
export class OutputDialog implements Component, CommandSink {
  readonly #host: Host;
  readonly #texts: Messages['app'];
  readonly #stop: () => void;
  readonly #scroll = new Scroll({ follows: true });
  readonly #written: Written[] = [];
  #live: readonly Line[] = [];
  #exitCode: number | undefined;

  /** @param stop ends the command */
  constructor(host: Host, texts: Messages['app'], stop: () => void) {
    this.#host = host;
    this.#texts = texts;
    this.#stop = stop;
  }

  write(text: string, kind: 'data' | 'news' | 'error'): void {
    this.#written.push({ text, line: line(text, STYLES[kind]), columns: 0, wrapped: [] });
    if (this.#written.length >= MAX_LINES + SLACK) this.#written.splice(0, SLACK);
    this.#host.redraw();
  }

  live(lines: readonly string[]): void {
    this.#live = lines.map((text) => line(text));
    this.#host.redraw();
  }

  confirm(question: string): Promise<boolean> {
    return this.#host.confirm(question);
  }

  /** The command has ended. */
  end(exitCode: number): void {
    this.#exitCode = exitCode;
    this.#host.redraw();
  }

  readonly hints = ['output/copy', 'output/close'];

  contexts(): readonly string[] {
    return ['output', 'list'];
  }

  act(action: string): boolean {
    if (action === 'close') return this.#close();
    if (action === 'copy') {
      this.#host.copy(this.#written.map(({ text }) => text).join('\n'));
      return true;
    }
    return this.#scroll.act(action);
  }

  mouse(press: MousePress): boolean {
    return this.#scroll.mouse(press);
  }

  get note(): string {
    return this.#scroll.note;
  }

  hidden(): void {
    this.#stop();
  }

  view(size: Size): readonly Line[] {
    const rows = Math.max(0, size.rows - 1);
    const shown = this.#scroll.window(this.#wrapped(size.columns), rows);
    return fitLines([...fitLines(shown, { columns: size.columns, rows }), this.#state()], size);
  }

  #state(): Line {
    const { outputRunning, outputDone } = this.#texts;
    if (this.#exitCode === undefined) return [span(outputRunning, 'key')];
    return [span(outputDone(this.#exitCode), this.#exitCode === 0 ? 'good' : 'bad')];
  }

  /** Each line is wrapped once for a width: a command may write thousands. */
  #wrapped(columns: number): readonly Line[] {
    for (const written of this.#written) {
      if (written.columns === columns) continue;
      written.columns = columns;
      written.wrapped = wrapLine(written.line, columns);
    }
    const live = this.#live.flatMap((one) => wrapLine(one, columns));
    return [...this.#written.flatMap(({ wrapped }) => wrapped), ...live];
  }

  /** A command that runs is stopped first: what it has to say to that is seen. */
  #close(): boolean {
    if (this.#exitCode === undefined) this.#stop();
    else this.#host.close(this);
    return true;
  }
}
