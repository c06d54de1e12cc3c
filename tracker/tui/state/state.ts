import { boxed, insideOf } from '../../../common/terminal/box.ts';
import type { Component, MousePress } from '../../../common/terminal/component.ts';
import { type Line, line, type Size, span } from '../../../common/terminal/line.ts';
import { List } from '../../../common/terminal/list.ts';
import type { TrackerStatus } from '../../../common/tracker-api/answers.ts';
import type { ScreenParts } from '../parts.ts';
import { stateLines } from './view.ts';

const READ_MS = 1_000;
/** addresses shown at once: machines with virtual networks have dozens */
const MAX_URLS = 6;

/** The tab of the trackers: how this one is reached and how busy it is, and those that it knows. */
export function createStateTab(parts: ScreenParts): Component {
  return new StateTab(parts);
}

/** in half pages */
const SCROLLS: Readonly<Record<string, number>> = {
  'list-half-down': 1,
  'list-half-up': -1,
  'list-page-down': 2,
  'list-page-up': -2,
};
const WHEELS: Readonly<Record<string, string>> = {
  'wheel-down': 'list-half-down',
  'wheel-up': 'list-half-up',
};

class StateTab implements Component {
  readonly #parts: ScreenParts;
  readonly #urls = new List<string>({ key: (url) => url });
  #status: TrackerStatus | undefined;
  #readAt = 0;
  /** first line that is shown, and how many there are */
  #top = 0;
  #height = 1;
  #count = 0;
  #leave: (() => void) | undefined;

  constructor(parts: ScreenParts) {
    this.#parts = parts;
    this.#urls.setRows(parts.overview.urls);
  }

  contexts(): readonly string[] {
    return ['tracker-state', 'list'];
  }

  act(action: string): boolean {
    if (action === 'copy-url') this.#copy();
    else if (!this.#scroll(action) && !this.#urls.act(action)) return false;
    this.#parts.host.redraw();
    return true;
  }

  mouse(press: MousePress): boolean {
    const known =
      this.#scroll(WHEELS[press.type]) || this.#urls.mouse({ ...press, row: press.row + this.#top - 2 });
    if (known) this.#parts.host.redraw();
    return known;
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
    this.#height = Math.max(1, rows);
    this.#count = lines.length;
    this.#top = this.#within(this.#top);
    return boxed(lines.slice(this.#top), size, {
      title: messages.tracker.tabs.state,
      glyphs: host.glyphs,
      focused: true,
    });
  }

  shown(): void {
    this.#leave?.();
    this.#leave = this.#parts.pulse.listen(() => this.#look());
    this.#look();
  }

  hidden(): void {
    this.#leave?.();
    this.#leave = undefined;
  }

  /** Half a page at a time; the single steps choose an address. */
  #scroll(action: string | undefined): boolean {
    const step = SCROLLS[action ?? ''];
    if (step === undefined || this.#count <= this.#height) return false;
    this.#top = this.#within(this.#top + Math.ceil((step * this.#height) / 2));
    return true;
  }

  #within(top: number): number {
    return Math.max(0, Math.min(top, this.#count - this.#height));
  }

  #copy(): void {
    const { host, messages } = this.#parts;
    const url = this.#urls.cursor;
    if (url === undefined) return;
    host.copy(url);
    host.say(messages.tracker.copied(url), 'good');
  }

  #look(): void {
    const now = this.#parts.overview.now();
    if (now - this.#readAt < READ_MS) return;
    this.#readAt = now;
    void this.#read();
  }

  async #read(): Promise<void> {
    this.#status = await this.#parts.overview.status();
    this.#parts.host.redraw();
  }
}

function urlLine(url: string, cursor: boolean, arrow: string): Line {
  return [span(cursor ? `${arrow} ` : '  '), span(url, cursor ? 'cursor' : 'accent')];
}
