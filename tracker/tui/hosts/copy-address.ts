import type { HostSummary } from '../../../common/tracker-api/host-summary.ts';
import type { ScreenParts } from '../parts.ts';

/** Puts the best address of a host on the clipboard. */
export function copyAddress({ addresses }: HostSummary, { host, messages }: ScreenParts): void {
  const [best = ''] = addresses;
  host.copy(best);
  host.say(messages.tracker.copied(best), 'good');
}
