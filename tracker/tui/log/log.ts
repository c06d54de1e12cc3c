import type { Messages } from '../../../common/messages/messages.ts';
import type { LogEntry } from '../../../common/runtime/log-ring.ts';
import type { Column } from '../../../common/terminal/columns.ts';
import type { Component } from '../../../common/terminal/component.ts';
import { line, type Style, span } from '../../../common/terminal/line.ts';
import { openText } from '../../../common/terminal/text-dialog.ts';
import { formatInstant, formatTimeOfDay } from '../../../common/text/format.ts';
import type { ScreenParts } from '../parts.ts';
import { TableTab } from '../table-tab.ts';

/** entries shown: all that are kept */
const LIMIT = 2_000;
/** no ages are shown, so nothing gets old */
const NEVER_STALE = Number.POSITIVE_INFINITY;
const LEVELS: readonly LogEntry['level'][] = ['error', 'warn', 'info', 'debug'];
const STYLES: Readonly<Record<LogEntry['level'], Style>> = {
  error: 'bad',
  warn: 'warning',
  info: 'plain',
  debug: 'dim',
};

/** The tab of the log, the newest entry first. */
export function createLogTab(parts: ScreenParts): Component {
  const { log, messages, host } = parts;
  let level: LogEntry['level'] = 'info';
  const tab: TableTab<LogEntry> = new TableTab<LogEntry>(parts, {
    context: 'tracker-log',
    title: () => `${messages.tracker.tabs.log} · ${messages.tracker.level(level)}`,
    columns: logColumns(messages),
    text: ({ event, details }) => `${event} ${details}`,
    key: ({ sequence }) => String(sequence),
    empty: () => messages.tracker.empty.log,
    rows: () => log.last(level, LIMIT).reverse(),
    version: () => `${level} ${log.newest}`,
    staleMs: NEVER_STALE,
    onOpen: (entry) => openEntry(entry, parts),
    actions: {
      level: () => {
        level = LEVELS[(LEVELS.indexOf(level) + 1) % LEVELS.length] ?? 'info';
        tab.refresh();
        host.say(messages.tracker.level(level));
      },
    },
  });
  return tab;
}

function logColumns({ tracker }: Messages): Column<LogEntry>[] {
  const { terms } = tracker;
  return [
    { title: terms.time, min: 8, priority: 3, cell: ({ at }) => formatTimeOfDay(at) },
    { title: terms.level, min: 5, priority: 2, cell: ({ level }) => span(level, STYLES[level]) },
    { title: terms.event, min: 14, max: 24, grow: true, priority: 1, cell: ({ event }) => event },
    { title: terms.details, min: 20, grow: true, priority: 4, cell: ({ details }) => span(details, 'dim') },
  ];
}

/** Opens an entry with all of its particulars. */
function openEntry(entry: LogEntry, parts: ScreenParts): void {
  const { at, level, event, details } = entry;
  const when = [span(`${formatInstant(at)} `, 'dim'), span(level, STYLES[level])];
  openText(parts.host, parts.messages.tracker.entryOf(event), [when, [], line(details)]);
}
