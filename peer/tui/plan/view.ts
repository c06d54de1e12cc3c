import type { Messages } from '../../../common/messages/messages.ts';
import { progressBar } from '../../../common/terminal/box.ts';
import { layoutColumns } from '../../../common/terminal/columns.ts';
import {
  fitLines,
  type Line,
  lineWidth,
  type Size,
  type Style,
  span,
} from '../../../common/terminal/line.ts';
import { Scroll } from '../../../common/terminal/scroll.ts';
import { formatBytes, formatDuration, formatRate } from '../../../common/text/format.ts';
import { holderColumns } from './holder-columns.ts';
import { md5Text, newsOf } from './news.ts';
import { type Plan, rateOf, type StepState, stepsOf } from './plan.ts';
import type { PlanHolder } from './plan-holders.ts';
import { type Drawing, type Phase, type PlanShown, phaseOf } from './shown.ts';

/**
 * The plan before and while it runs, and afterwards: the whole, its steps, the holders, and what happened. `scroll` says which of
 * the holders and of what happened are seen.
 */
export function planLines(
  shown: PlanShown,
  size: Size,
  drawing: Drawing,
  scroll = new Scroll(),
): readonly Line[] {
  const head = headLines(shown, size.columns, drawing);
  const body = bodyOf(shown, size.columns, drawing);
  const room = Math.max(0, size.rows - head.length - 1);
  const top = scroll.place(body.count, room);
  return fitLines([...head, body.header, ...body.lines(top, top + room)], size);
}

/** Lines that all of it has, in `columns`. */
export function planHeight(shown: PlanShown, columns: number, drawing: Drawing): number {
  return headLines(shown, columns, drawing).length + 1 + bodyOf(shown, columns, drawing).count;
}

function headLines(shown: PlanShown, columns: number, drawing: Drawing): Line[] {
  const { plan, transfer, asked } = shown;
  const name = plan.document?.name ?? transfer?.name ?? asked;
  const phase = phaseOf(shown);
  return [
    [span(name === '' ? asked : name, 'strong')],
    progressLine(shown, columns, drawing),
    factLine(shown, phase, drawing),
    ...stepLines(shown, phase, columns, drawing),
  ];
}

const MAX_BAR = 40;

function progressLine({ plan, transfer }: PlanShown, columns: number, { messages, glyphs }: Drawing): Line {
  const size = plan.document?.size ?? transfer?.size ?? 0;
  const pages = plan.document?.pages ?? transfer?.pages ?? 0;
  const verified = plan.verified > 0 ? plan.verified : (transfer?.verifiedBytes ?? 0);
  const held = plan.verified > 0 ? plan.pagesHeld : (transfer?.pagesHeld ?? 0);
  const share = size === 0 ? 0 : Math.min(1, verified / size);
  const cells = Math.max(4, Math.min(MAX_BAR, Math.floor(columns / 4)));
  const parts = [
    `${Math.floor(100 * share)} %`.padStart(5),
    size === 0 ? '' : messages.plan.of(formatBytes(verified), formatBytes(size)),
    pages === 0 ? '' : messages.plan.pages(held, pages),
  ];
  const text = parts.filter((part) => part !== '').join('  ');
  return [...progressBar(share, cells, glyphs), span(` ${text}`)];
}

const MOODS: Partial<Record<Phase, Style>> = {
  done: 'good',
  failed: 'bad',
  cancelled: 'warning',
  paused: 'warning',
};

function factLine(shown: PlanShown, phase: Phase, { messages }: Drawing): Line {
  return [span(factOf(shown, phase, messages.plan), MOODS[phase] ?? 'plain')];
}

function factOf(
  { plan, transfer, failure, again }: PlanShown,
  phase: Phase,
  texts: Messages['plan'],
): string {
  switch (phase) {
    case 'probing':
      return texts.probing(plan.probed ?? 0);
    case 'fetching':
      return runningFact(plan, texts);
    case 'done':
      return doneFact(plan, texts);
    case 'announcing':
      return plan.present === '' ? texts.announcing : texts.present(plan.present);
    case 'failed':
      return texts.failed(failure === '' ? (transfer?.failure?.message ?? '') : failure);
    case 'waiting':
      return again === '' ? texts.waiting : again;
    default:
      return texts[phase];
  }
}

function runningFact(plan: Plan, texts: Messages['plan']): string {
  const rate = rateOf(plan);
  const missing = (plan.document?.size ?? 0) - plan.verified;
  const left = rate > 0 && missing > 0 ? `  ${texts.left(formatDuration((1000 * missing) / rate))}` : '';
  return `${formatRate(rate)}${left}`;
}

function doneFact({ result, present }: Plan, texts: Messages['plan']): string {
  if (result === undefined || result.fetchedBytes === 0) return texts.present(result?.path ?? present);
  const { fetchedBytes, seconds } = result;
  const rate = formatRate(seconds > 0 ? fetchedBytes / seconds : 0);
  return texts.fetchedIn(formatBytes(fetchedBytes), formatDuration(1000 * seconds), rate);
}

const STEP_STYLES: Record<StepState, Style> = { done: 'good', now: 'accent', todo: 'dim', wrong: 'bad' };

/** The steps with their signs, on as many lines as they need. */
function stepLines({ plan }: PlanShown, phase: Phase, columns: number, drawing: Drawing): Line[] {
  const { messages, glyphs } = drawing;
  const signs = {
    done: glyphs.tick,
    now: glyphs.arrow,
    todo: glyphs.ascii ? '-' : '·',
    wrong: glyphs.cross,
  };
  const lines: Line[] = [];
  let line: Line = [];
  let width = 0;
  for (const { step, state } of stepsOf(plan, currentStep(phase))) {
    const text = `${signs[state]} ${stepText(plan, step, messages.plan)}`;
    const gap = line.length === 0 ? '' : '  ';
    const fits = width + gap.length + text.length <= columns;
    if (!fits && line.length > 0) lines.push(line);
    line = fits ? [...line, span(`${gap}${text}`, STEP_STYLES[state])] : [span(text, STEP_STYLES[state])];
    width = lineWidth(line);
  }
  return [...lines, line];
}

function currentStep(phase: Phase): 'now' | 'todo' | 'wrong' {
  if (phase === 'failed') return 'wrong';
  return phase === 'cancelled' ? 'todo' : 'now';
}

function stepText(plan: Plan, step: keyof Messages['plan']['steps'], texts: Messages['plan']): string {
  if (step === 'md5' && plan.md5 !== undefined) return md5Text(plan.md5, texts);
  if (step === 'announced' && plan.announced !== undefined) {
    const { trackers, holders } = plan.announced;
    return trackers.length === 0 ? texts.notAnnounced : texts.announced(holders.length);
  }
  return texts.steps[step];
}

interface Body {
  readonly header: Line;
  readonly count: number;
  /** lines `first` to `end`, of those there are */
  lines(first: number, end: number): readonly Line[];
}

/** The lower part: a line for each holder, then what happened. Only what is seen is formatted. */
function bodyOf(shown: PlanShown, columns: number, drawing: Drawing): Body {
  const { holders } = shown.plan;
  const phase = phaseOf(shown);
  const runs = phase === 'fetching';
  const { noHolders, noneAnswered } = drawing.messages.plan;
  // nobody chooses a holder: the place of the cursor and the marks is left out
  const table = layoutColumns(holderColumns(holders, drawing), columns + 2, drawing.glyphs);
  const news = newsOf(shown, columns, drawing);
  const none = { cursor: false, marked: false, focused: false };
  return {
    header:
      holders.length === 0
        ? [span(phase === 'failed' ? noneAnswered : noHolders, 'dim')]
        : table.header().slice(1),
    count: holders.length + news.length,
    lines: (first, end) => [
      ...holders
        .slice(first, end)
        .map((holder) => table.line(runs ? holder : stopped(holder), none).slice(1)),
      ...news.slice(Math.max(0, first - holders.length), Math.max(0, end - holders.length)),
    ],
  };
}

/** A holder of a download that does not run. */
function stopped(holder: PlanHolder): PlanHolder {
  return { ...holder, rate: 0, state: holder.state === 'fetching' ? 'waiting' : holder.state };
}
