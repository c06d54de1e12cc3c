import type { Component } from '../../common/terminal/component.ts';
import { fitLines, type Line, line, type Size } from '../../common/terminal/line.ts';

/** A screen that says one thing, while there is nothing to do. */
export class Notice implements Component {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  contexts(): readonly string[] {
    return [];
  }

  act(): boolean {
    return false;
  }

  view(size: Size): readonly Line[] {
    const above = Math.max(0, Math.floor(size.rows / 2) - 1);
    return fitLines([...Array.from({ length: above }, () => []), line(`  ${this.#text}`, 'strong')], size);
  }
}
