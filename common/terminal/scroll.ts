import type { MousePress } from './component.ts';
import type { Line } from './line.ts';

const WHEEL_ROWS = 3;

/**
 * How many rows an action of the context `list` goes down; less than 0: up, infinite: to an end. A page keeps one row in sight.
 *
 * @param height rows that are seen
 * @returns `undefined` for an action that moves nothing
 */
export function rowsOf(action: string, height: number): number | undefined {
  const page = Math.max(1, height - 1);
  const half = Math.max(1, Math.floor(height / 2));
  const moves: Readonly<Record<string, number>> = {
    'list-down': 1,
    'list-up': -1,
    'list-half-down': half,
    'list-half-up': -half,
    'list-page-down': page,
    'list-page-up': -page,
    'list-top': Number.NEGATIVE_INFINITY,
    'list-bottom': Number.POSITIVE_INFINITY,
  };
  return Object.hasOwn(moves, action) ? moves[action] : undefined;
}

/** How many rows the wheel goes down, less than 0: up; `undefined` for other parts of the mouse. */
export function wheelRows({ type }: MousePress): number | undefined {
  if (type === 'wheel-down') return WHEEL_ROWS;
  return type === 'wheel-up' ? -WHEEL_ROWS : undefined;
}

/** What is longer than the screen, seen through a window that the keys of lists and the wheel move. */
export class Scroll {
  #top = 0;
  #height = 1;
  #count = 0;
  readonly #follows: boolean;
  #atEnd: boolean;

  /** @param options.follows whether it stays at the last row while rows are added, unless somebody has gone up from it */
  constructor(options: { readonly follows: boolean } = { follows: false }) {
    this.#follows = options.follows;
    this.#atEnd = options.follows;
  }

  /** First row that is seen. */
  get top(): number {
    return this.#top;
  }

  /** How far one has read, for a border: `12/40`; empty where all is seen. */
  get note(): string {
    const end = Math.min(this.#top + this.#height, this.#count);
    return this.#count <= this.#height ? '' : `${end}/${this.#count}`;
  }

  /** There are `count` rows now, of which `height` are seen. @returns the first that is */
  place(count: number, height: number): number {
    this.#count = count;
    this.#height = Math.max(1, height);
    if (this.#atEnd) this.#top = count;
    this.#clamp();
    return this.#top;
  }

  /** Those of `lines` that are seen in `height` rows. */
  window(lines: readonly Line[], height: number): readonly Line[] {
    const top = this.place(lines.length, height);
    return lines.slice(top, top + Math.max(0, height));
  }

  /** Back to the first row. */
  reset(): void {
    this.#top = 0;
  }

  /** Does what a key of the context `list` asks for. @returns whether it knows the action */
  act(action: string): boolean {
    return this.move(rowsOf(action, this.#height));
  }

  /** @returns whether it was the wheel */
  mouse(press: MousePress): boolean {
    return this.move(wheelRows(press));
  }

  /** Goes `rows` down, as far as there are any. @returns whether there is a number of them */
  move(rows: number | undefined): boolean {
    if (rows === undefined) return false;
    this.#top += rows;
    this.#clamp();
    this.#atEnd = this.#follows && this.#top >= this.#count - this.#height;
    return true;
  }

  #clamp(): void {
    this.#top = Math.max(0, Math.min(this.#top, this.#count - this.#height));
  }
}
