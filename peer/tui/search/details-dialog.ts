import type { Component, MousePress } from '../../../common/terminal/component.ts';
import { type Line, type Size, span } from '../../../common/terminal/line.ts';
import type { PlannedHolder, Transfer } from '../../operations/operations.ts';
import { DetailsPane } from '../details/details.ts';
import { isWhole } from '../details/facts.ts';
import { feedUntil } from '../feed-fold.ts';
import type { PaneParts } from '../pane.ts';
import { PlanFollower } from '../plan/follow.ts';
import type { PlanHolder } from '../plan/plan-holders.ts';
import type { Found } from './found.ts';

/** Cells that the details take where the screen has them. */
const WISH = { columns: 116, rows: 40 };

/** Shows everything about a document; `act` does what a person asks to be done with it. */
export function openDetails(parts: PaneParts, found: Found, act: (action: string) => boolean): void {
  const { host, messages } = parts;
  host.open(new DetailsDialog(parts, found, act), { title: messages.details.title, ...WISH });
}

class DetailsDialog implements Component {
  readonly #parts: PaneParts;
  readonly #found: Found;
  readonly #act: (action: string) => boolean;
  readonly #details: DetailsPane;
  readonly #ending = new AbortController();
  #plan: PlanFollower | undefined;
  #height = 0;

  constructor(parts: PaneParts, found: Found, act: (action: string) => boolean) {
    const signal = AbortSignal.any([parts.signal, this.#ending.signal]);
    this.#parts = parts;
    this.#found = found;
    this.#act = act;
    this.#details = new DetailsPane(
      { ...parts, signal, feed: feedUntil(parts.feed, signal) },
      { state: () => this.#state(), planned: () => this.#planned() },
    );
    this.#details.show(found);
  }

  /** As high as what it has shown at most, so that it does not jump while things become known. */
  height(columns: number): number {
    if (this.#details.enlarged) return WISH.rows;
    this.#height = Math.max(this.#height, this.#details.height({ columns, rows: WISH.rows }));
    return this.#height;
  }

  get note(): string {
    return this.#details.note;
  }

  view(size: Size): readonly Line[] {
    return this.#details.view(size);
  }

  readonly hints = [
    'search/fetch',
    'dialog/dialog-cancel',
    'list/list-down',
    'details/page-after',
    'details/map',
    'search/torrent',
    'search/copy',
    'search/open',
  ];

  contexts(): readonly string[] {
    return ['search', ...this.#details.contexts(), 'dialog', 'list'];
  }

  act(action: string): boolean {
    if (action === 'clear' || action === 'dialog-cancel' || action === 'dialog-accept') {
      this.#parts.host.close(this);
      return true;
    }
    return this.#details.scroll(action) || this.#details.act(action) || this.#act(action);
  }

  mouse(press: MousePress): boolean {
    return this.#details.mouse(press);
  }

  hidden(): void {
    this.#ending.abort();
    this.#plan?.stop();
    this.#details.show(undefined);
  }

  get #transfer(): Transfer | undefined {
    const all = [...this.#parts.feed.transfers.values()];
    return all.findLast(({ infoHash }) => infoHash === this.#found.infoHash);
  }

  /** Whether it is here, or how its transfer stands. */
  #state(): Line {
    const { feed, messages } = this.#parts;
    const file = feed.files.get(this.#found.infoHash);
    if (file !== undefined && isWhole(file)) return [span(messages.search.here, 'good')];
    const transfer = this.#transfer;
    return transfer === undefined ? [] : [span(messages.transfers.states[transfer.state], 'accent')];
  }

  /** The holders as its transfer has ranked them; they are asked for when there is one. */
  #planned(): readonly PlannedHolder[] {
    const transfer = this.#transfer;
    if (transfer !== undefined && this.#plan === undefined)
      this.#plan = new PlanFollower(this.#parts, transfer);
    return this.#plan?.plan.holders.flatMap(rankedHolder) ?? [];
  }
}

/** Who joined later has no rank. */
function rankedHolder({ latencyMs, ...holder }: PlanHolder): PlannedHolder[] {
  return latencyMs === undefined || holder.rank === 0 ? [] : [{ ...holder, latencyMs }];
}
