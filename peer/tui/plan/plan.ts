import type { GetEvent, GetResult } from '../../operations/operations.ts';
import { type PlanHolder, withPlanned, withProgress, withReason, withResults } from './plan-holders.ts';

/** Leaves that went from one holder to another for one reason, all of them together. */
export interface TakeOver {
  readonly from: string;
  readonly by: string;
  readonly bytes: number;
  readonly why: string;
}

/** What is known of one download: its events, folded. */
export interface Plan {
  readonly document: Omit<Extract<GetEvent, { type: 'found' }>, 'type'> | undefined;
  /** path of a document that was here already; empty otherwise */
  readonly present: string;
  /** bytes that an earlier download had left */
  readonly resumed: number;
  /** holders that were asked for their latency; `undefined` before */
  readonly probed: number | undefined;
  readonly planned: boolean;
  /** in rank order; those who joined later are last */
  readonly holders: readonly PlanHolder[];
  readonly verified: number;
  readonly pagesHeld: number;
  /** the oldest first */
  readonly takeOvers: readonly TakeOver[];
  /** the disk is, and nothing more comes until it has room */
  readonly full: boolean;
  readonly notices: readonly string[];
  /** every byte is in its place, and the whole is hashed */
  readonly merged: boolean;
  readonly md5:
    | {
        readonly md5: string;
        readonly ok: boolean;
        readonly unknown?: boolean;
        readonly believed?: boolean;
      }
    | undefined;
  readonly readingCopy: { readonly path: string; readonly pages: number } | undefined;
  readonly announced:
    | { readonly trackers: readonly string[]; readonly holders: readonly string[] }
    | undefined;
  readonly result: GetResult | undefined;
}

/** A download of which nothing has been heard yet. */
export const NO_PLAN: Plan = {
  document: undefined,
  present: '',
  resumed: 0,
  probed: undefined,
  planned: false,
  holders: [],
  verified: 0,
  pagesHeld: 0,
  takeOvers: [],
  full: false,
  notices: [],
  merged: false,
  md5: undefined,
  readingCopy: undefined,
  announced: undefined,
  result: undefined,
};

/** why leaves change hands when a download is interrupted: one connection is closed after the other, which is no news */
const ENDED = 'the download has ended';
/** More than this nobody reads, and it bounds memory. */
const MAX_NOTICES = 20;

/**
 * `plan` after `event`. A `found` begins anew, so that what was told before may be told again; so does `probing`, but for the
 * document and the notices: a download whose page map was convicted starts over without it.
 */
export function foldPlan(plan: Plan, event: GetEvent): Plan {
  switch (event.type) {
    case 'found': {
      const { type: _, ...document } = event;
      return { ...NO_PLAN, document };
    }
    case 'present':
      return { ...plan, present: event.path, verified: plan.document?.size ?? 0 };
    case 'resumed':
      return { ...plan, resumed: event.bytes, verified: event.bytes };
    case 'probing': {
      const { document, notices } = plan;
      return { ...NO_PLAN, document, notices, probed: event.holders };
    }
    case 'planned':
      return { ...plan, planned: true, holders: withPlanned(plan.holders, event.holders) };
    case 'progress':
      return {
        ...plan,
        verified: event.verified,
        pagesHeld: event.pagesHeld,
        holders: withProgress(plan.holders, event.holders),
      };
    case 'taken-over':
      return event.why === ENDED ? plan : { ...plan, takeOvers: withTakeOver(plan.takeOvers, event) };
    case 'banned':
      return { ...plan, holders: withReason(plan.holders, event.address, event.reason) };
    case 'full':
    case 'room':
      return { ...plan, full: event.type === 'full' };
    case 'notice':
      return { ...plan, notices: [...plan.notices, event.message].slice(-MAX_NOTICES) };
    case 'verifying':
      return { ...plan, merged: true, verified: plan.document?.size ?? plan.verified };
    case 'verified':
      return {
        ...plan,
        merged: true,
        md5: {
          md5: event.md5,
          ok: event.md5Ok,
          unknown: event.md5Unknown === true,
          believed: event.md5Believed === true,
        },
      };
    case 'reading-copy':
      return { ...plan, readingCopy: { path: event.path, pages: event.pages } };
    case 'announced':
      return { ...plan, announced: { trackers: event.trackers, holders: event.holders } };
    case 'done':
      return foldResult(plan, event.result);
  }
}

/** What `result` alone tells of a download whose events nobody kept. */
export function planOfResult(result: GetResult): Plan {
  return foldResult(NO_PLAN, result);
}

function foldResult(plan: Plan, result: GetResult): Plan {
  const { name, sha256, infoHash, size, pages, md5, md5Ok, md5Believed } = result;
  return {
    ...plan,
    document: { name, sha256, infoHash, size, pages },
    planned: plan.planned || result.holders.length > 0,
    holders: withResults(plan.holders, result.holders),
    verified: size,
    pagesHeld: pages,
    merged: true,
    md5: plan.md5 ?? { md5, ok: md5Ok, believed: md5Believed === true },
    result,
  };
}

/** A holder that lacks many leaves gives them away one by one: they are one line. */
function withTakeOver(
  takeOvers: readonly TakeOver[],
  { from, by, bytes, why }: TakeOver,
): readonly TakeOver[] {
  const isSame = (one: TakeOver): boolean => one.from === from && one.by === by && one.why === why;
  const before = takeOvers.find(isSame)?.bytes ?? 0;
  return [...takeOvers.filter((one) => !isSame(one)), { from, by, bytes: before + bytes, why }];
}

/** Steps of a download, in order. */
export const PLAN_STEPS = ['found', 'probed', 'planned', 'fetched', 'merged', 'md5', 'announced'] as const;
export type PlanStep = (typeof PLAN_STEPS)[number];
export type StepState = 'todo' | 'now' | 'done' | 'wrong';

/**
 * Where each step stands. The first that is not done is as `current` says: what happens now, what went wrong, or what nobody
 * does any more. An MD5 that is not the published one is wrong.
 */
export function stepsOf(
  plan: Plan,
  current: Exclude<StepState, 'done'>,
): readonly { step: PlanStep; state: StepState }[] {
  const done = doneSteps(plan);
  const wrong = plan.md5?.ok === false ? 'md5' : undefined;
  const next = wrong ?? PLAN_STEPS.find((step) => !done.has(step));
  return PLAN_STEPS.map((step) => {
    if (step === wrong) return { step, state: 'wrong' };
    if (done.has(step)) return { step, state: 'done' };
    return { step, state: step === next ? current : 'todo' };
  });
}

function doneSteps(plan: Plan): ReadonlySet<PlanStep> {
  const here = plan.present !== '' || plan.result !== undefined;
  const merged = here || plan.merged;
  const done: Record<PlanStep, boolean> = {
    found: plan.document !== undefined,
    probed: merged || plan.planned,
    planned: merged || plan.planned,
    fetched: merged,
    merged,
    md5: here || plan.md5 !== undefined,
    announced: plan.announced !== undefined || plan.result?.announced === true,
  };
  return new Set(PLAN_STEPS.filter((step) => done[step]));
}

/** Bytes a second that all holders deliver together, of late. */
export function rateOf({ holders }: Pick<Plan, 'holders'>): number {
  return holders.reduce((sum, { rate }) => sum + rate, 0);
}
