import type { Component, Host, MousePress } from '../../common/terminal/component.ts';
import { type Line, lineWidth, type Size } from '../../common/terminal/line.ts';
import { Scroll } from './scroll.ts';

const MAX_COLUMNS = 100;

/** Shows `lines` in a dialog, to be read and closed. */
export function openText(host: Host, title: string, lines: readonly Line[]): void {
  const columns = Math.max(30, Math.min(MAX_COLUMNS, ...[Math.max(...lines.map(lineWidth), 0)]));
  host.open(new TextDialog(host, lines), {
    title,
    columns,
    rows: Math.max(3, Math.min(lines.length + 2, 30)),
  });
}

class TextDialog implements Component {
  readonly #host: Host;
  readonly #scroll = new Scroll({ atEnd: false });

  constructor(host: Host, lines: readonly Line[]) {
    this.#host = host;
    this.#scroll.setLines(lines);
  }

  contexts(): readonly string[] {
    return ['dialog', 'list'];
  }

  act(action: string): boolean {
    if (action === 'dialog-cancel' || action === 'dialog-accept') {
      this.#host.close(this);
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

  view(size: Size): readonly Line[] {
    return this.#scroll.view(size);
  }
}
