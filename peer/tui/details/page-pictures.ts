import { remember } from '../../../common/remember.ts';
import { pause } from '../../../common/runtime/pause.ts';
import type { Line } from '../../../common/terminal/line.ts';
import { pictureLines, shadedLines } from '../../../common/terminal/picture.ts';
import type { ReadOperations } from '../../operations/operations.ts';

/** A page that is to be seen, in at most so many cells. */
export interface PictureWish {
  readonly document: string;
  /** 1-based */
  readonly page: number;
  readonly columns: number;
  readonly rows: number;
  /** drawn with letters */
  readonly ascii: boolean;
  /** another picture may come of it when this changes: the page has arrived */
  readonly edition: string;
}

/** A page as it can be shown now. */
export interface PageView {
  /** empty while it is being drawn, and when it cannot be */
  readonly lines: readonly Line[];
  /** what was thrown instead */
  readonly trouble: unknown;
}

/** pages that a person turns back to */
const MOST_KEPT = 24;
/** somebody who turns pages quickly sees the last one only */
const SETTLE_MS = 120;

/** Pictures of pages, drawn when somebody looks at them: one at a time, the last one wished for. */
export class PagePictures {
  readonly #operations: ReadOperations;
  readonly #redraw: () => void;
  readonly #signal: AbortSignal;
  readonly #kept = new Map<string, PageView>();
  #wanted = '';
  #drawing = new AbortController();

  /** @param redraw called when a picture is there */
  constructor(operations: ReadOperations, redraw: () => void, signal: AbortSignal) {
    this.#operations = operations;
    this.#redraw = redraw;
    this.#signal = signal;
  }

  /** The picture that is wished for, or `undefined` while it is drawn. */
  look(wish: PictureWish): PageView | undefined {
    const key = JSON.stringify(wish);
    const kept = this.#kept.get(key);
    if (key === this.#wanted || kept !== undefined) return kept;
    this.#wanted = key;
    this.#drawing.abort();
    this.#drawing = new AbortController();
    void this.#draw(wish, key, AbortSignal.any([this.#signal, this.#drawing.signal]));
    return undefined;
  }

  /** Nobody looks any more. */
  stop(): void {
    this.#wanted = '';
    this.#drawing.abort();
  }

  async #draw(wish: PictureWish, key: string, signal: AbortSignal): Promise<void> {
    await pause(SETTLE_MS, signal);
    if (signal.aborted) return;
    const { document, page, columns, rows, ascii } = wish;
    try {
      const request = { document, page, width: columns, height: 2 * rows };
      const picture = await this.#operations.preview(request, { signal });
      const lines = ascii ? shadedLines(picture, { ascii }) : pictureLines(picture);
      this.#keep(key, { lines, trouble: undefined });
    } catch (error) {
      if (signal.aborted) return;
      this.#keep(key, { lines: [], trouble: error });
    }
    this.#redraw();
  }

  #keep(key: string, view: PageView): void {
    remember(this.#kept, key, view, MOST_KEPT);
  }
}
