import type { Messages } from '../../../common/messages/messages.ts';
import type { Glyphs } from '../../../common/terminal/component.ts';
import type { Transfer } from '../../operations/operations.ts';
import type { Plan } from './plan.ts';

/** What the plan view shows. */
export interface PlanShown {
  readonly plan: Plan;
  /** as the list of transfers has it; `undefined` before it is in it */
  readonly transfer: Transfer | undefined;
  /** what was asked for, until its name is known */
  readonly asked: string;
  /** why it failed, in words; empty if it did not */
  readonly failure: string;
  /** why it waits, and until when, in words; empty if it waits for its turn, or does not wait */
  readonly again: string;
}

/** What the view is drawn with. */
export interface Drawing {
  readonly messages: Messages;
  readonly glyphs: Glyphs;
}

/** Where a transfer with its plan stands. */
export type Phase =
  | 'finding'
  | 'waiting'
  | 'probing'
  | 'fetching'
  | 'verifying'
  | 'announcing'
  | 'done'
  | 'paused'
  | 'failed'
  | 'cancelled';

/** Where it stands. What the list of transfers says of one that does not run counts more than what it did before. */
export function phaseOf({ plan, transfer, failure }: PlanShown): Phase {
  if (plan.result !== undefined) return 'done';
  if (failure !== '') return 'failed';
  if (transfer !== undefined && transfer.state !== 'running') return transfer.state;
  if (plan.announced !== undefined || plan.md5 !== undefined || plan.present !== '') return 'announcing';
  if (plan.merged) return 'verifying';
  if (plan.planned) return 'fetching';
  return plan.probed === undefined ? 'finding' : 'probing';
}
