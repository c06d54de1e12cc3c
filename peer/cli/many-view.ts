import { cleanText } from '../../common/text/clean-text.ts';
import { formatBytes, formatCount, formatDuration, formatRate } from '../../common/text/format.ts';
import type { GetEvent } from '../operations/operations.ts';
import type { ManyWatcher } from './get-many.ts';
import type { Outcome } from './get-one.ts';
import { newsLines } from './get-view.ts';
import type { Output } from './output.ts';

/** Where nobody watches, one line in this time is enough; on a terminal as often as an eye follows, ms. */
const PLAIN_EVERY_MS = 10_000;
const LIVE_EVERY_MS = 100;
/** Of those that run so many are shown by name. */
const SHOWN = 6;
/** What people hear of one document among many: what is wrong with others, and what they should know. */
const WORTH_A_LINE: ReadonlySet<GetEvent['type']> = new Set(['banned', 'notice']);

/** A document that is on its way. */
interface Running {
  readonly name: string;
  readonly size: number;
  readonly verified: number;
}

/** How it stands with many documents together. */
export interface ManyState {
  readonly total: number;
  readonly fetched: number;
  /** were here already */
  readonly present: number;
  readonly failed: number;
  /** that came over the network, of those that are done and of those that run */
  readonly bytes: number;
  readonly elapsedMs: number;
}

/** Shows many downloads on stderr, in sum. */
export interface ManyView extends ManyWatcher {
  readonly state: ManyState;
}

/** @param now ms, on any clock that does not go back */
export function createManyView(output: Output, total: number, now: () => number): ManyView {
  const startedAt = now();
  const running = new Map<number, Running>();
  let [fetched, present, failed, doneBytes] = [0, 0, 0, 0];
  let shownAt = startedAt;

  const state = (): ManyState => {
    const onTheWay = [...running.values()].reduce((sum, { verified }) => sum + verified, 0);
    const bytes = doneBytes + onTheWay;
    return { total, fetched, present, failed, bytes, elapsedMs: now() - startedAt };
  };
  const look = (): void => {
    if (now() - shownAt < (output.interactive ? LIVE_EVERY_MS : PLAIN_EVERY_MS)) return;
    shownAt = now();
    if (output.interactive) output.live([manyLine(state()), ...runningLines([...running.values()])]);
    else output.note(manyLine(state()));
  };

  return {
    get state() {
      return state();
    },
    show(place, event) {
      if (event.type === 'found') running.set(place, { name: event.name, size: event.size, verified: 0 });
      const known = running.get(place);
      if (event.type === 'progress' && known) running.set(place, { ...known, verified: event.verified });
      if (WORTH_A_LINE.has(event.type))
        for (const line of newsLines(event)) output.note(cleanText(`${known?.name ?? ''}: ${line}`));
      look();
    },
    ended(place, { result, error }: Outcome) {
      running.delete(place);
      doneBytes += result?.fetchedBytes ?? 0;
      if (error !== undefined) failed++;
      else if (result?.fetchedBytes === 0) present++;
      else fetched++;
      look();
    },
  };
}

/** How far many documents are, on one line. */
export function manyLine({ total, fetched, present, failed, bytes, elapsedMs }: ManyState): string {
  const ended = fetched + present + failed;
  const failures = failed === 0 ? '' : `, ${failed} failed`;
  const rate = elapsedMs > 0 ? `, ${formatRate((1000 * bytes) / elapsedMs)}` : '';
  const left =
    ended > 0 && ended < total ? `, ${formatDuration((elapsedMs * (total - ended)) / ended)} left` : '';
  return `${ended} of ${formatCount(total, 'document')}${failures}, ${formatBytes(bytes)}${rate}${left}`;
}

/** What many documents came to. */
export function manyEnd({ total, fetched, present, failed, bytes, elapsedMs }: ManyState): string {
  const parts = [
    `${formatCount(fetched, 'document')} fetched (${formatBytes(bytes)} in ${formatDuration(elapsedMs)})`,
    ...(present === 0 ? [] : [`${present} were here`]),
    ...(failed === 0 ? [] : [`${failed} of ${total} failed`]),
  ];
  return parts.join(', ');
}

/** Those that run, the largest first: they take longest. */
function runningLines(running: readonly Running[]): string[] {
  const shown = [...running].sort((a, b) => b.size - a.size).slice(0, SHOWN);
  return shown.map(({ name, size, verified }) => {
    const percent = size === 0 ? 100 : Math.floor((100 * verified) / size);
    return `  ${String(percent).padStart(3)} % of ${formatBytes(size).padStart(8)}  ${cleanText(name)}`;
  });
}
