import type { Messages } from '../../../common/messages/messages.ts';
import { barChart } from '../../../common/terminal/box.ts';
import { fitCells, widthOf } from '../../../common/terminal/cells.ts';
import type { Glyphs } from '../../../common/terminal/component.ts';
import { type Line, line, span } from '../../../common/terminal/line.ts';
import { wrapText } from '../../../common/terminal/wrap-text.ts';
import { formatBytes, formatDuration } from '../../../common/text/format.ts';
import type { Rate, TrackerStatus } from '../../../common/tracker-api/answers.ts';
import type { History } from '../../overview/overview.ts';

/** What the tab shows: this tracker and others. */
export interface StateShown {
  readonly status: TrackerStatus | undefined;
  readonly history: History;
  /** ms since 1970 */
  readonly now: number;
}

/** rows of the chart of each second */
const CHART_ROWS = 3;
const INDENT = '  ';

/** This tracker's counters, the last minute, and the other trackers, in `columns` cells. */
export function stateLines(shown: StateShown, columns: number, messages: Messages, glyphs: Glyphs): Line[] {
  const { perSecond, otherTrackers, noOtherTrackers } = messages.tracker;
  const { history } = shown;
  const both = history.heartbeats.map((count, at) => count + (history.announces[at] ?? 0));
  return [
    ...counterLines(shown, messages),
    [],
    line(perSecond, 'title'),
    ...barChart(both, { columns: Math.max(1, columns), rows: CHART_ROWS }, glyphs),
    [],
    line(otherTrackers, 'title'),
    ...wrapText(noOtherTrackers, columns - INDENT.length).map((text) => line(INDENT + text, 'dim')),
  ];
}

/** Requests of the last full second, for the status line. */
export function perSecond({ heartbeats, announces }: History): number {
  return (heartbeats.at(-1) ?? 0) + (announces.at(-1) ?? 0);
}

function counterLines({ status, now }: StateShown, { tracker }: Messages): Line[] {
  if (status === undefined) return [];
  const { counters, rate } = tracker;
  const text = ({ lastSecond, lastMinute, total }: Rate) => rate(lastSecond, lastMinute, total);
  const rows: readonly (readonly [string, string])[] = [
    [counters.documents, String(status.documents)],
    [counters.database, formatBytes(status.databaseBytes)],
    [counters.hosts, String(status.hosts)],
    [counters.standard, String(status.standardPeers)],
    [counters.heartbeats, text(status.heartbeats)],
    [counters.announces, text(status.announces)],
    [counters.publications, String(status.publications)],
    [counters.searches, String(status.searches)],
    [counters.uptime, formatDuration(Math.max(0, now - status.startedAt))],
  ];
  const width = Math.max(...rows.map(([name]) => widthOf(name)));
  return rows.map(([name, value]) => [span(INDENT + fitCells(name, width), 'dim'), span(`  ${value}`)]);
}
