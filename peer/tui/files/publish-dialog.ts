import { basename } from 'node:path';
import { describeFailure } from '../../../common/messages/describe-failure.ts';
import type { Component, MousePress } from '../../../common/terminal/component.ts';
import { fitLines, type Line, line, type Size, span } from '../../../common/terminal/line.ts';
import { List } from '../../../common/terminal/list.ts';
import { wrapShort } from '../../../common/terminal/wrap-text.ts';
import type { PaneParts } from '../pane.ts';
import type { PublishJob } from './publish-job.ts';
import { progressLines } from './publish-view.ts';
import type { TroubledFile } from './publishing.ts';

/** lines for what was said in full of the refused file under the cursor */
const REASON_LINES = 3;
/** below the progress: that all went well, or that it goes on without this dialog */
const OTHER_LINES = 3;

/** Shows how publishing goes on, and what was refused and why. Closing it stops nothing. */
export class PublishDialog implements Component {
  readonly #parts: PaneParts;
  readonly #job: PublishJob;
  readonly #onClosed: () => void;
  readonly #troubled = new List<TroubledFile>({ key: ({ type, path }) => `${type} ${path}` });
  #listTop = 0;
  /** it does not jump with the files that are read at the moment */
  #height = 0;

  constructor(parts: PaneParts, job: PublishJob, onClosed: () => void) {
    this.#parts = parts;
    this.#job = job;
    this.#onClosed = onClosed;
  }

  get hints(): readonly string[] {
    return [...(this.#job.running ? ['publishing/cancel'] : []), 'dialog/dialog-cancel'];
  }

  height(columns: number): number {
    const { state } = this.#job;
    if (state.troubled.length > 0) return Number.POSITIVE_INFINITY;
    const { messages, host } = this.#parts;
    const head = progressLines(state, { messages, glyphs: host.glyphs, columns });
    this.#height = Math.max(this.#height, head.length + OTHER_LINES);
    return this.#height;
  }

  contexts(): readonly string[] {
    return ['publishing', 'list', 'dialog'];
  }

  act(action: string): boolean {
    if (action === 'dialog-cancel' || action === 'dialog-accept') {
      this.#parts.host.close(this);
      return true;
    }
    if (action === 'cancel') {
      void this.#cancel();
      return true;
    }
    if (action === 'list-mark' || !this.#troubled.act(action)) return false;
    this.#parts.host.redraw();
    return true;
  }

  hidden(): void {
    this.#onClosed();
  }

  mouse(press: MousePress): boolean {
    const known = this.#troubled.mouse({ ...press, row: press.row - this.#listTop });
    if (known) this.#parts.host.redraw();
    return known;
  }

  view(size: Size): readonly Line[] {
    const { state, running } = this.#job;
    const { messages, host } = this.#parts;
    const texts = messages.publishing;
    const head = progressLines(state, { messages, glyphs: host.glyphs, columns: size.columns });
    const foot = running ? [line(texts.background, 'dim')] : [];
    if (state.troubled.length === 0) {
      const all =
        state.end?.type === 'done' && state.published > 0 ? [[], line(texts.noneRefused, 'good')] : [];
      return fitLines([...head, ...all, [], ...foot], size);
    }
    this.#troubled.setRows(state.troubled);
    this.#listTop = head.length + 1;
    const reason = this.#reasonLines(size.columns);
    const room = Math.max(1, size.rows - this.#listTop - reason.length - foot.length);
    const list = fitLines(this.#listLines(room), { columns: size.columns, rows: room });
    return fitLines([...head, [], ...list, ...reason, ...foot], size);
  }

  #listLines(room: number): Line[] {
    return this.#troubled.window(room).map(({ row, cursor }) => {
      const style = cursor ? 'cursor' : 'plain';
      const sign = cursor ? this.#parts.host.glyphs.arrow : ' ';
      return [span(`${sign} ${basename(row.path)}: ${this.#whyOf(row)}`, style)];
    });
  }

  #whyOf(row: TroubledFile): string {
    const { messages } = this.#parts;
    const { noMap, damage } = messages.publishing;
    if (row.type === 'refused') return describeFailure(row, messages);
    if (row.type === 'unmapped') return noMap;
    return damage(row.code === 'cut-off', row.pages ?? 0, row.promisedPages);
  }

  #reasonLines(columns: number): Line[] {
    const chosen = this.#troubled.cursor;
    if (chosen === undefined) return [];
    return [
      [],
      ...wrapShort(chosen.path, columns, 2).map((text) => line(text, 'strong')),
      ...wrapShort(chosen.message, columns, REASON_LINES).map((text) => line(text, 'dim')),
    ];
  }

  async #cancel(): Promise<void> {
    if (!this.#job.running) return;
    if (await this.#parts.host.confirm(this.#parts.messages.publishing.cancel)) this.#job.cancel();
  }
}
