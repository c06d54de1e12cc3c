import type { Messages } from '../../common/messages/messages.ts';
import type { StatusPart } from '../../common/terminal/bottom-line.ts';
import type { Glyphs } from '../../common/terminal/component.ts';
import { type Span, span } from '../../common/terminal/line.ts';
import { formatRate } from '../../common/text/format.ts';
import type { NetworkState } from '../operations/operations.ts';
import type { Feed } from './feed.ts';

/** What it is drawn with. */
export interface StatusLook {
  /** the node belongs to another process */
  readonly attached: boolean;
  readonly texts: Messages['app'];
  readonly glyphs: Pick<Glyphs, 'down' | 'up'>;
}

/** How the node is, in one line: address, trackers, transfers, rates. What tells least gives way first. */
export function statusLine(feed: Feed, { attached, texts, glyphs }: StatusLook): StatusPart[] {
  const { network } = feed;
  if (network === undefined) return [{ text: [span(texts.starting, 'dim')], weight: 0 }];
  return [
    {
      text: [
        span(network.addresses[0] ?? texts.offline, network.addresses.length === 0 ? 'warning' : 'plain'),
      ],
      weight: 5,
    },
    trackersPart(network.trackers, texts),
    transfersPart(feed.transferCounts, texts),
    ratesPart(network, texts, glyphs),
    ...(attached ? [{ text: [span(texts.attached, 'dim')], weight: 0 }] : []),
  ];
}

function trackersPart(trackers: NetworkState['trackers'], texts: Messages['app']): StatusPart {
  const ok = trackers.filter((tracker) => tracker.ok).length;
  const text = texts.trackers(ok, trackers.length);
  if (ok === trackers.length && ok > 0) return { text: [span(text, 'good')], weight: 2 };
  return { text: [span(`! ${text}`, 'warning')], weight: 5 };
}

function transfersPart(counts: Feed['transferCounts'], texts: Messages['app']): StatusPart {
  const { running, waiting } = counts;
  const text =
    waiting === 0 ? texts.running(running) : `${texts.running(running)}, ${texts.waiting(waiting)}`;
  const weight = running + waiting > 0 ? 3 : 1;
  return { text: [span(text, running > 0 ? 'accent' : 'plain')], weight };
}

function ratesPart(
  { downRate, upRate }: NetworkState,
  texts: Messages['app'],
  glyphs: StatusLook['glyphs'],
): StatusPart {
  const rates = (down: string, up: string): Span =>
    span(`${down} ${formatRate(downRate)}  ${up} ${formatRate(upRate)}`);
  return { text: [rates(texts.down, texts.up)], short: [rates(glyphs.down, glyphs.up)], weight: 4 };
}
