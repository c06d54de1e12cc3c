import type { Component, MousePress } from '../../common/terminal/component.ts';
import { fitLines, type Line, line, type Size } from '../../common/terminal/line.ts';
import type { ScreenParts } from './parts.ts';

/** What a dialog of lines shows and does. */
export interface ScrolledOptions {
  /** of the key table */
  readonly context: string;
  /** all of it, `columns` cells wide */
  lines(columns: number): readonly Line[];
  /** called once a second while it is on the screen; calls for a redraw itself */
  readonly look?: () => void;
  readonly actions: Readonly<Record<string, () => void>>;
}

const WHEEL_ROWS = 3;
/** fewer have no room to say that there is more */
const LEAST_ROWS = 4;

/** Lines that may be more than have room, in a dialog: the list's keys and the wheel move them. */
export class Scrolled implements Component {
  readonly #parts: ScreenParts;
  readonly #options: ScrolledOptions;
  #top = 0;
  #height = 1;
  #count = 0;
  #lookedAt = 0;
  #leave: (() => void) | undefined;

  constructor(parts: ScreenParts, options: ScrolledOptions) {
    this.#parts = parts;
    this.#options = options;
  }

  contexts(): readonly string[] {
    return [this.#options.context, 'list', 'dialog'];
  }

  act(action: string): boolean {
    const { actions } = this.#options;
    if (Object.hasOwn(actions, action)) actions[action]?.();
    else if (action === 'dialog-cancel' || action === 'dialog-accept') this.#parts.host.close(this);
    else return this.#scroll(action);
    return true;
  }

  mouse({ type }: MousePress): boolean {
    if (type === 'wheel-down') return this.#moveTo(this.#top + WHEEL_ROWS);
    return type === 'wheel-up' && this.#moveTo(this.#top - WHEEL_ROWS);
  }

  view(size: Size): readonly Line[] {
    const lines = this.#options.lines(size.columns);
    this.#height = Math.max(1, size.rows);
    this.#count = lines.length;
    this.#top = this.#within(this.#top);
    const shown = lines.slice(this.#top, this.#top + size.rows);
    const below = lines.length - this.#top - size.rows;
    if (below <= 0 || size.rows < LEAST_ROWS) return fitLines(shown, size);
    const more = line(this.#parts.messages.tracker.more(below + 1), 'dim');
    return fitLines([...shown.slice(0, -1), more], size);
  }

  shown(): void {
    this.#leave?.();
    this.#leave = this.#parts.pulse.listen(() => this.#look());
  }

  hidden(): void {
    this.#leave?.();
    this.#leave = undefined;
  }

  #look(): void {
    const now = this.#parts.overview.now();
    if (now - this.#lookedAt < 1_000) return;
    this.#lookedAt = now;
    this.#options.look?.();
  }

  #scroll(action: string): boolean {
    const page = Math.max(1, this.#height - 1);
    const half = Math.max(1, Math.floor(this.#height / 2));
    const moves: Readonly<Record<string, number>> = {
      'list-down': 1,
      'list-up': -1,
      'list-half-down': half,
      'list-half-up': -half,
      'list-page-down': page,
      'list-page-up': -page,
      'list-top': -this.#count,
      'list-bottom': this.#count,
    };
    const move = Object.hasOwn(moves, action) ? moves[action] : undefined;
    return move !== undefined && this.#moveTo(this.#top + move);
  }

  #moveTo(top: number): boolean {
    this.#top = this.#within(top);
    this.#parts.host.redraw();
    return true;
  }

  #within(top: number): number {
    return Math.max(0, Math.min(top, this.#count - this.#height));
  }
}
