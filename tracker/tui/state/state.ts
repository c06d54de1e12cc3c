import { boxed, insideOf } from '../../../common/terminal/box.ts';
import type { Component, MousePress } from '../../../common/terminal/component.ts';
import { type Line, line, type Size, span } from '../../../common/terminal/line.ts';
import { List } from '../../../common/terminal/list.ts';
import { Scroll } from '../../../common/terminal/scroll.ts';
import type { TrackerStatus } from '../../../common/tracker-api/answers.ts';
import type { ScreenParts } from '../parts.ts';
import { everySecond } from '../pulse.ts';
import { stateLines } from './view.ts';

/** addresses shown at once: machines with virtual networks have dozens */
const MAX_URLS = 6;

/** The tab of the trackers: how this one is reached and how busy it is, and those that it knows. */
export function createStateTab(parts: ScreenParts): Component {
  return new StateTab(parts);
}

class StateTab implements Component {
  readonly #parts: ScreenParts;
  readonly #urls = new List<string>({ key: (url) => url });
  readonly #scroll = new Scroll();
  #status: TrackerStatus | undefined;
  #leave: (() => void) | undefined;

  constructor(parts: ScreenParts) {
    this.#parts = parts;
    this.#urls.setRows(parts.overview.urls);
  }

  readonly hints = ['tracker-state/copy-url'];

  contexts(): readonly string[] {
    return ['tracker-state', 'list'];
  }

  act(action: string): boolean {
    if (action === 'copy-url') this.#copy();
    // the single steps choose an address
    else return (/half|page/.test(action) && this.#scroll.act(action)) || this.#urls.act(action);
    return true;
  }

  mouse(press: MousePress): boolean {
    return this.#scroll.mouse(press) || this.#urls.mouse({ ...press, row: press.row + this.#scroll.top - 2 });
  }

  view(size: Size): readonly Line[] {
    const { host, messages, overview } = this.#parts;
    const { columns, rows } = insideOf(size);
    const shown = { status: this.#status, history: overview.history(), now: overview.now() };
    const lines = [
      line(messages.tracker.reachedAt, 'title'),
      ...this.#urls.window(MAX_URLS).map(({ row, cursor }) => urlLine(row, cursor, host.glyphs.arrow)),
      [],
      ...stateLines(shown, columns, messages, host.glyphs),
    ];
    const seen = this.#scroll.window(lines, rows);
    return boxed(seen, size, {
      title: messages.tracker.tabs.state,
      note: this.#scroll.note,
      glyphs: host.glyphs,
      focused: true,
    });
  }

  shown(): void {
    this.#leave?.();
    const { pulse, overview } = this.#parts;
    this.#leave = everySecond(pulse, overview.now, () => void this.#read());
    void this.#read();
  }

  hidden(): void {
    this.#leave?.();
    this.#leave = undefined;
  }

  #copy(): void {
    const { host, messages } = this.#parts;
    const url = this.#urls.cursor;
    if (url === undefined) return;
    host.copy(url);
    host.say(messages.tracker.copied(url), 'good');
  }

  async #read(): Promise<void> {
    try {
      this.#status = await this.#parts.overview.status();
    } catch {
      return; // the disk is busy, or the tracker stops: what was read before is shown
    }
    this.#parts.host.redraw();
  }
}

function urlLine(url: string, cursor: boolean, arrow: string): Line {
  return [span(cursor ? `${arrow} ` : '  '), span(url, cursor ? 'cursor' : 'accent')];
}
