import type { GetEvent, TransferStep } from '../operations/operations.ts';
import type { Entry } from './entry.ts';

const STEP_OF: Partial<Record<GetEvent['type'], TransferStep>> = {
  found: 'finding',
  probing: 'probing',
  planned: 'fetching',
  progress: 'fetching',
  verifying: 'verifying',
  verified: 'announcing',
  present: 'announcing',
};

/** `entry` after `event`, if it runs. */
export function heard(entry: Entry, event: GetEvent): Entry {
  const { phase } = entry;
  if (phase.state !== 'running') return entry;
  const step = STEP_OF[event.type] ?? phase.step;
  // somebody is there: when they go, it is tried again soon
  if (event.type === 'planned' && phase.unasked !== undefined)
    return { ...entry, phase: { ...phase, step, unasked: { inVain: 0 } } };
  if (event.type === 'full') {
    const blocked = { code: 'ERR_CONTENT_NO_SPACE', message: event.message };
    return { ...entry, phase: { ...phase, step, rate: 0, blocked } };
  }
  if (event.type === 'room') {
    const { blocked: _, ...free } = phase;
    return { ...entry, phase: free };
  }
  if (event.type === 'resumed') return { ...entry, verifiedBytes: event.bytes, phase: { ...phase, step } };
  if (event.type !== 'progress') {
    const still = step === 'fetching' ? phase : { ...phase, rate: 0, holders: 0 };
    return { ...entry, phase: { ...still, step } };
  }
  const busy = event.holders.filter(({ state }) => state === 'fetching');
  const rate = busy.reduce((sum, holder) => sum + holder.rate, 0);
  return {
    ...entry,
    verifiedBytes: event.verified,
    pagesHeld: event.pagesHeld,
    phase: { ...phase, step, rate, holders: busy.length },
  };
}
