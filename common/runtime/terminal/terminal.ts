import { CodedError } from '../../errors.ts';
import { InputDecoder, type InputEvent } from '../../terminal/decode-input.ts';
import { createRepaint, type Repaint } from '../../terminal/repaint.ts';
import type { Root, Screen } from '../../terminal/screen.ts';
import type { Theme } from '../../terminal/theme.ts';
import { type Canvas, openCanvas } from './canvas.ts';
import { holdWarnings } from './hold-warnings.ts';
import { copySequence, mouseMode, turnOff, turnOn } from './modes.ts';
import { forgetLostTerminalAtExit, restoreAtTheEnd } from './restore.ts';
import { requireTerminal } from './suitable.ts';

/** How a terminal is used. */
export interface TerminalOptions {
  readonly theme: Theme;
  readonly mouse: boolean;
  /** of the window */
  readonly title: string;
  /** closes the terminal when it aborts */
  readonly signal: AbortSignal;
  /** for people whose terminal cannot show this: which commands to use */
  readonly instead: string;
}

/** The terminal of the process, all of it, until closed. */
export interface Terminal extends Screen, Disposable {
  /** aborts when the terminal's window is closed or its line breaks; its reason is ERR_TERMINAL_CLOSED */
  readonly closed: AbortSignal;
  setTheme(theme: Theme): void;
  setMouse(on: boolean): void;
  /** gives the terminal back as it was; more than once does nothing */
  close(): void;
}

/** so long an escape may be the beginning of a sequence; a slow line sends one in less */
const ESCAPE_MS = 40;
const DOUBLE_CLICK_MS = 400;
const UNSTOPPED_MS = 50;

/**
 * Shows `root` on the whole terminal, and gives it keys, pastes and the mouse.
 *
 * However the process ends, by `close`, by a signal, or by an error that nobody caught (which is printed then, exit code 1), the
 * terminal is as it was before. Signals that others listen to are left to them; the terminal is given back first.
 *
 * @throws {CodedError} ERR_TERMINAL_UNSUITABLE
 */
export function openTerminal(root: Root, options: TerminalOptions): Terminal {
  requireTerminal(process, options.instead);
  const terminal = new ProcessTerminal(root, options);
  root.attach?.(terminal);
  terminal.repaint();
  return terminal;
}

class ProcessTerminal implements Terminal {
  readonly #root: Root;
  readonly #options: TerminalOptions;
  readonly #name = process.env['TERM'] ?? '';
  readonly #closed = new AbortController();
  readonly #decoder = new InputDecoder();
  readonly #canvas: Canvas;
  readonly #repaint: Repaint;
  readonly #letGo: () => void;
  readonly #printWarnings: () => void;
  #theme: Theme;
  #mouse: boolean;
  #open = true;
  #suspended = false;
  #escapeTimer: NodeJS.Timeout | undefined;
  #lastPress = { column: -1, row: -1, at: 0 };

  constructor(root: Root, options: TerminalOptions) {
    this.#root = root;
    this.#options = options;
    this.#theme = options.theme;
    this.#mouse = options.mouse;
    this.#canvas = openCanvas(process.stdout);
    this.#repaint = createRepaint({
      paint: () => this.#paint(),
      now: () => performance.now(),
      later: (run, ms) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    });
    this.#letGo = restoreAtTheEnd(this.close);
    this.#printWarnings = holdWarnings();
    this.#listen();
    this.#take();
    options.signal.addEventListener('abort', this.close, { once: true });
  }

  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  redraw(): void {
    if (this.#open) this.#repaint.ask();
  }

  repaint(): void {
    if (!this.#open || this.#suspended) return;
    this.#canvas.forget();
    this.#repaint.answer();
  }

  copy(text: string): void {
    this.#write(copySequence(text, this.#name, process.env['TMUX'] !== undefined));
  }

  setTheme(theme: Theme): void {
    this.#theme = theme;
    this.redraw();
  }

  setMouse(on: boolean): void {
    if (on === this.#mouse) return;
    this.#mouse = on;
    if (!this.#suspended) this.#write(mouseMode(on));
  }

  readonly suspend = (): void => {
    if (!this.#open || this.#suspended || process.platform === 'win32') return;
    this.#suspended = true;
    this.#release();
    this.#canvas.leave();
    const resume = () => {
      process.off('SIGCONT', resume);
      clearTimeout(timer);
      this.#resume();
    };
    process.on('SIGCONT', resume);
    process.off('SIGTSTP', this.suspend);
    // all of the job, so that a shell that waits for npm sees it stop
    process.kill(0, 'SIGTSTP');
    // a process that no shell controls is not stopped: it goes on at once
    const timer = setTimeout(resume, UNSTOPPED_MS);
  };

  readonly close = (): void => {
    if (!this.#open) return;
    this.#open = false;
    this.#repaint.stop();
    this.#letGo();
    this.#options.signal.removeEventListener('abort', this.close);
    process.stdout.off('resize', this.#onResize);
    process.off('SIGWINCH', this.#onResize);
    process.off('SIGTSTP', this.suspend);
    process.off('SIGHUP', this.#onLost);
    if (!this.#suspended) this.#release();
    this.#canvas.destroy();
    this.#printWarnings();
  };

  [Symbol.dispose](): void {
    this.close();
  }

  #listen(): void {
    process.stdin.on('data', this.#onData);
    process.stdin.on('end', this.#onLost);
    process.stdin.on('close', this.#onLost);
    // these two stay: a write may fail after the end
    process.stdin.on('error', this.#onLost);
    process.stdout.on('error', this.#onLost);
    process.stdout.on('resize', this.#onResize);
    process.on('SIGWINCH', this.#onResize);
    process.on('SIGTSTP', this.suspend);
    process.on('SIGHUP', this.#onLost);
    if (process.platform !== 'win32') forgetLostTerminalAtExit();
  }

  /** from the shell to the screen */
  #take(): void {
    process.stdin.setRawMode(true);
    process.stdin.resume();
    this.#write(turnOn({ mouse: this.#mouse, title: this.#options.title }, this.#name));
  }

  /** from the screen to the shell; the cells are the canvas's part */
  #release(): void {
    clearTimeout(this.#escapeTimer);
    this.#write(turnOff(this.#name));
    process.stdin.pause();
    process.stdin.setRawMode(false);
    if (this.#open) return;
    process.stdin.off('data', this.#onData);
    process.stdin.off('end', this.#onLost);
    process.stdin.off('close', this.#onLost);
  }

  #resume(): void {
    this.#suspended = false;
    if (!this.#open) return;
    process.on('SIGTSTP', this.suspend);
    this.#canvas.enter();
    this.#take();
    this.repaint();
  }

  #paint(): void {
    const { columns, rows } = process.stdout;
    if (!this.#open || this.#suspended || !columns || !rows) return;
    const size = { columns, rows };
    this.#canvas.paint(this.#root.view(size), size, this.#theme);
  }

  #write(text: string): void {
    if (text !== '' && process.stdout.writable) process.stdout.write(text);
  }

  /** everything is written again: a size that comes back at once is no news to Node, but the terminal has cut what it showed */
  readonly #onResize = (): void => this.repaint();

  /** the window is gone, or is about to: nothing can be shown or read any more */
  readonly #onLost = (): void => {
    if (!this.#open) return;
    // the signal may come after the end of input, and errors after both: the program goes on to end its work
    process.on('SIGHUP', () => undefined);
    process.stderr.on('error', () => undefined);
    this.close();
    process.stdin.destroy();
    this.#closed.abort(new CodedError('ERR_TERMINAL_CLOSED', 'the terminal was closed'));
  };

  readonly #onData = (bytes: Buffer): void => {
    clearTimeout(this.#escapeTimer);
    this.#tell(this.#decoder.decode(bytes));
    if (!this.#decoder.pending || !this.#open) return;
    this.#escapeTimer = setTimeout(() => this.#tell(this.#decoder.flush()), ESCAPE_MS);
  };

  #tell(events: readonly InputEvent[]): void {
    for (const event of events) if (this.#open) this.#tellOne(event);
    if (events.length > 0 && this.#open) this.#repaint.answer();
  }

  #tellOne(event: InputEvent): void {
    if (event.type === 'key') this.#root.key(event.press);
    else if (event.type === 'paste') this.#root.paste(event.text);
    else if (event.type === 'press') this.#tellPress(event.column, event.row);
    else this.#root.mouse(event);
  }

  #tellPress(column: number, row: number): void {
    const { column: lastColumn, row: lastRow, at } = this.#lastPress;
    const now = performance.now();
    const again = column === lastColumn && row === lastRow && now - at < DOUBLE_CLICK_MS;
    // a third press begins again
    this.#lastPress = { column, row, at: again ? 0 : now };
    this.#root.mouse({ type: again ? 'double' : 'press', column, row });
  }
}
