import { describeFailure } from '../../../common/messages/describe-failure.ts';
import type { Component, MousePress } from '../../../common/terminal/component.ts';
import type { Line, Size } from '../../../common/terminal/line.ts';
import { Scroll } from '../../../common/terminal/scroll.ts';
import type { GetRequest, Transfer } from '../../operations/operations.ts';
import type { Opener } from '../details/document-actions.ts';
import type { PaneParts } from '../pane.ts';
import { TransferActions } from '../transfers/actions.ts';
import { PlanFollower } from './follow.ts';
import type { PlanShown } from './shown.ts';
import { planHeight, planLines } from './view.ts';

/** Cells that the plan takes where the screen has them. */
const WISH = { columns: 116, rows: 34 };

/** so that the first holders change nothing */
const LEAST_HEIGHT = 12;

/** What the plan is shown of: a transfer, or a document that is to become one. */
export type PlanOf =
  | { readonly transfer: Transfer }
  | { readonly request: GetRequest; readonly name: string };

/** Shows how a document is fetched. A request is put into the queue; leaving the plan stops nothing. */
export function openPlan(parts: PaneParts, what: PlanOf, opener: Opener): void {
  const pane = new PlanPane(parts, what, opener);
  const { host, messages } = parts;
  host.open(pane, { title: messages.plan.title, ...WISH });
}

/** The plan of one transfer, followed while it is on the screen. */
class PlanPane implements Component {
  readonly #parts: PaneParts;
  readonly #actions: TransferActions;
  readonly #follower: PlanFollower;
  readonly #asked: string;
  readonly #scroll = new Scroll();
  /** it grows with what there is to tell, and does not jump back */
  #height = LEAST_HEIGHT;

  constructor(parts: PaneParts, what: PlanOf, opener: Opener) {
    this.#parts = parts;
    this.#actions = new TransferActions(parts, opener);
    this.#asked = 'transfer' in what ? what.transfer.name : what.name;
    this.#follower = new PlanFollower(parts, 'transfer' in what ? what.transfer : what.request);
  }

  view(size: Size): readonly Line[] {
    return planLines(this.#shown(), size, this.#drawing, this.#scroll);
  }

  get hints(): readonly string[] {
    const ways = ['plan/open', 'plan/folder', 'plan/copy'];
    switch (this.#follower.transfer?.state) {
      case 'done':
        return ['plan/close', ...ways];
      case 'failed':
      case 'cancelled':
        return ['plan/close', 'plan/retry', ...ways];
      case 'paused':
        return ['plan/close', 'plan/pause/resume', 'plan/cancel', ...ways];
      default:
        return ['plan/close', 'plan/pause', 'plan/cancel', ...ways];
    }
  }

  height(columns: number): number {
    this.#height = Math.max(this.#height, planHeight(this.#shown(), columns, this.#drawing));
    return this.#height;
  }

  contexts(): readonly string[] {
    return ['plan', 'list'];
  }

  act(action: string): boolean {
    if (action === 'close') {
      this.#parts.host.close(this);
      return true;
    }
    if (this.#scroll.act(action) || (action === 'retry' && this.#follower.again())) return true;
    const { transfer } = this.#follower;
    return this.#actions.act(action, transfer === undefined ? [] : [transfer]);
  }

  mouse(press: MousePress): boolean {
    return this.#scroll.mouse(press);
  }

  get note(): string {
    return this.#scroll.note;
  }

  hidden(): void {
    this.#follower.stop();
  }

  get #drawing() {
    const { messages, host } = this.#parts;
    return { messages, glyphs: host.glyphs };
  }

  #shown(): PlanShown {
    const { plan, transfer, error } = this.#follower;
    const failure = error ?? (transfer?.state === 'failed' ? transfer.failure : undefined);
    return {
      plan,
      transfer,
      asked: this.#asked,
      failure: failure === undefined ? '' : describeFailure(failure, this.#parts.messages),
      again: this.#again(transfer),
    };
  }

  #again(transfer: Transfer | undefined): string {
    if (transfer?.failure === undefined || transfer.nextTryAt === undefined) return '';
    const { messages, host } = this.#parts;
    const why = describeFailure(transfer.failure, messages);
    return messages.transfers.tryAgain(why, transfer.nextTryAt - host.now());
  }
}
