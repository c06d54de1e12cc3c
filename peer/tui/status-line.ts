import type { Messages } from '../../common/messages/messages.ts';
import { BETWEEN } from '../../common/terminal/bottom-line.ts';
import { type Line, type Span, span } from '../../common/terminal/line.ts';
import { formatRate } from '../../common/text/format.ts';
import type { Feed } from './feed.ts';

/** How the node is, in one line: address, trackers, transfers, rates. */
export function statusLine(feed: Feed, attached: boolean, texts: Messages['app']): Line {
  const { network } = feed;
  if (network === undefined) return [span(texts.starting, 'dim')];
  const parts: Span[] = [
    span(network.addresses[0] ?? texts.offline, network.addresses.length === 0 ? 'warning' : 'plain'),
    trackersSpan(network.trackers, texts),
    transfersSpan(feed, texts),
    span(`${texts.down} ${formatRate(network.downRate)}  ${texts.up} ${formatRate(network.upRate)}`),
    ...(attached ? [span(texts.attached, 'dim')] : []),
  ];
  return parts.flatMap((part, at) => (at === 0 ? [part] : [BETWEEN, part]));
}

function trackersSpan(trackers: readonly { readonly ok: boolean }[], texts: Messages['app']): Span {
  const ok = trackers.filter((tracker) => tracker.ok).length;
  const text = texts.trackers(ok, trackers.length);
  if (ok === trackers.length && ok > 0) return span(text, 'good');
  return span(`! ${text}`, 'warning');
}

function transfersSpan(feed: Feed, texts: Messages['app']): Span {
  const states = [...feed.transfers.values()].map(({ state }) => state);
  const running = states.filter((state) => state === 'running').length;
  const waiting = states.filter((state) => state === 'waiting').length;
  const text =
    waiting === 0 ? texts.running(running) : `${texts.running(running)}, ${texts.waiting(waiting)}`;
  return span(text, running > 0 ? 'accent' : 'plain');
}
