import type { Messages } from '../../../common/messages/messages.ts';
import type { Column } from '../../../common/terminal/columns.ts';
import { type Line, type Span, type Style, span } from '../../../common/terminal/line.ts';
import type { Sort } from '../../../common/terminal/table-pane.ts';
import { formatBytes, formatLatency, formatRate, formatTimeOfDay } from '../../../common/text/format.ts';
import type {
  Ban,
  ConnectedPeer,
  LogEntry,
  NetworkState,
  TrackerContact,
} from '../../operations/operations.ts';

/** What the tab shows one of at a time. */
export type Section = 'trackers' | 'peers' | 'bans' | 'log';
export const SECTIONS: readonly Section[] = ['trackers', 'peers', 'bans', 'log'];

export type Level = LogEntry['level'];
/** The most urgent first. */
export const LEVELS: readonly Level[] = ['error', 'warn', 'info', 'debug'];

type Texts = Messages['network'];

/** How the node is connected, in two lines: where it is, and what has passed. */
export function summaryLines(network: NetworkState | undefined, texts: Texts): Line[] {
  if (network === undefined) return [[span(texts.waiting, 'dim')], []];
  const { addresses, upRate, downRate, uploadedBytes, downloadedBytes } = network;
  const name = network.interface === '' ? texts.everyInterface : network.interface;
  const places = addresses.length === 0 ? texts.noAddress : addresses.join('  ');
  return [
    [...labelled(texts.interface, name), span('   '), ...labelled(texts.addresses, places)],
    [
      ...labelled(texts.columns.up, formatRate(upRate)),
      span(`  (${formatBytes(uploadedBytes)} ${texts.sent})   `, 'dim'),
      ...labelled(texts.columns.down, formatRate(downRate)),
      span(`  (${formatBytes(downloadedBytes)} ${texts.received})`, 'dim'),
    ],
  ];
}

function labelled(label: string, value: string): Span[] {
  return [span(`${label} `, 'dim'), span(value, 'strong')];
}

/** A name of a section with what it holds, in the bar that chooses between them. */
export interface SectionLabel {
  readonly section: Section;
  readonly text: string;
}

/** The names of the sections, with how much each holds. */
export function sectionLabels(
  network: NetworkState | undefined,
  logLines: number,
  texts: Texts,
): SectionLabel[] {
  const trackers = network?.trackers ?? [];
  const well = trackers.filter(({ ok }) => ok).length;
  const counts: Readonly<Record<Section, string>> = {
    trackers: `${well}/${trackers.length} ${texts.ok}`,
    peers: String(network?.peers.length ?? 0),
    bans: String(network?.bans.length ?? 0),
    log: String(logLines),
  };
  return SECTIONS.map((section) => ({ section, text: `${texts[section]} ${counts[section]}` }));
}

/** The bar; the section that is shown stands in brackets, too. */
export function sectionBar(labels: readonly SectionLabel[], shown: Section): Line {
  return labels.flatMap(({ section, text }) =>
    section === shown ? [span(`[${text}]`, 'tab-active')] : [span(` ${text} `, 'tab')],
  );
}

/** Which section stands at `column` of the bar. */
export function sectionAt(labels: readonly SectionLabel[], column: number): Section | undefined {
  let end = 0;
  for (const { section, text } of labels) {
    end += [...text].length + 2;
    if (column < end) return section;
  }
  return undefined;
}

/** @param now ms since 1970 */
export function trackerColumns(messages: Messages, now: () => number): readonly Column<TrackerContact>[] {
  const { network: texts } = messages;
  const { columns } = texts;
  return [
    { title: columns.state, min: 8, max: 14, priority: 2, cell: (one) => trackerState(one, texts) },
    { title: columns.url, min: 20, grow: true, priority: 1, cell: ({ url }) => url },
    {
      title: columns.lastContact,
      min: 12,
      max: 18,
      priority: 4,
      cell: ({ lastContactMs }) => ageOf(lastContactMs, now(), messages),
    },
    { title: columns.message, min: 10, grow: true, priority: 3, cell: ({ message }) => message },
  ];
}

function trackerState({ ok, message }: TrackerContact, texts: Texts): Span {
  if (ok) return span(texts.ok, 'good');
  return message === '' ? span(texts.notAsked, 'dim') : span(`! ${texts.trouble}`, 'bad');
}

/** The columns of the peers that are connected. */
export function peerColumns(texts: Texts): readonly Column<ConnectedPeer>[] {
  const { columns } = texts;
  const amount = (title: string, priority: number, cell: (peer: ConnectedPeer) => string | Span) =>
    ({ title, align: 'right', min: 11, priority, cell }) as const;
  return [
    { title: columns.address, min: 21, max: 28, priority: 1, cell: ({ address }) => address },
    {
      title: columns.client,
      min: 10,
      max: 24,
      priority: 4,
      cell: ({ client }) => (client === '' ? span(texts.unknown, 'dim') : client),
    },
    { title: columns.document, min: 12, grow: true, priority: 3, cell: ({ document }) => document },
    {
      title: columns.direction,
      min: 4,
      max: 8,
      priority: 8,
      cell: ({ outgoing }) => (outgoing ? texts.outgoing : texts.incoming),
    },
    {
      title: columns.latency,
      align: 'right',
      min: 8,
      priority: 2,
      cell: ({ latencyMs }) => formatLatency(latencyMs),
    },
    amount(columns.up, 5, (peer) => rateCell(peer.upRate, servedByUs(peer), texts)),
    amount(columns.down, 5, (peer) => rateCell(peer.downRate, servesUs(peer), texts)),
    amount(columns.sent, 7, ({ uploadedBytes }) => formatBytes(uploadedBytes)),
    amount(columns.received, 6, ({ downloadedBytes }) => formatBytes(downloadedBytes)),
    { title: columns.weServe, min: 9, priority: 9, cell: (peer) => serviceText(servedByUs(peer), texts) },
    { title: columns.servesUs, min: 9, priority: 9, cell: (peer) => serviceText(servesUs(peer), texts) },
  ];
}

/** How one side stands with the other: it wants nothing, has to wait until there is room, or is served. */
type Service = 'unwanted' | 'waits' | 'served';

function servedByUs({ peerInterested, amChoking }: ConnectedPeer): Service {
  return serviceOf(peerInterested, amChoking);
}

function servesUs({ amInterested, peerChoking }: ConnectedPeer): Service {
  return serviceOf(amInterested, peerChoking);
}

function serviceOf(wanted: boolean, choked: boolean): Service {
  if (!wanted) return 'unwanted';
  return choked ? 'waits' : 'served';
}

function serviceText(service: Service, { waits, yes }: Texts): string {
  if (service === 'unwanted') return '-';
  return service === 'waits' ? waits : yes;
}

/** A rate; who gets nothing because he has to wait is told of in its place. */
function rateCell(rate: number, service: Service, { waits }: Texts): string | Span {
  return rate === 0 && service === 'waits' ? span(waits, 'warning') : formatRate(rate);
}

/** The busiest first. */
export function peerSorts(texts: Texts): readonly Sort<ConnectedPeer>[] {
  const { columns } = texts;
  return [
    { title: columns.down, compare: (a, b) => b.downRate - a.downRate },
    { title: columns.up, compare: (a, b) => b.upRate - a.upRate },
    { title: columns.latency, compare: (a, b) => (a.latencyMs ?? Infinity) - (b.latencyMs ?? Infinity) },
    { title: columns.document, compare: (a, b) => a.document.localeCompare(b.document) },
    { title: columns.address, compare: (a, b) => a.address.localeCompare(b.address) },
  ];
}

/** The columns of the bans. @param now ms since 1970 */
export function banColumns(messages: Messages, now: () => number): readonly Column<Ban>[] {
  const { columns } = messages.network;
  return [
    { title: columns.address, min: 21, max: 28, priority: 1, cell: ({ address }) => address },
    { title: columns.reason, min: 16, grow: true, priority: 2, cell: ({ reason }) => span(reason, 'bad') },
    { title: columns.document, min: 12, max: 40, priority: 4, cell: ({ document }) => document },
    { title: columns.when, min: 12, max: 18, priority: 3, cell: ({ at }) => ageOf(at, now(), messages) },
  ];
}

const LEVEL_STYLES: Readonly<Record<Level, Style>> = {
  error: 'bad',
  warn: 'warning',
  info: 'plain',
  debug: 'dim',
};

/** The columns of the log. */
export function logColumns(texts: Texts): readonly Column<LogEntry>[] {
  const { columns } = texts;
  return [
    { title: columns.time, min: 8, priority: 3, cell: ({ at }) => formatTimeOfDay(at) },
    {
      title: columns.level,
      min: 7,
      max: 10,
      priority: 2,
      cell: ({ level }) => span(texts.levels[level], LEVEL_STYLES[level]),
    },
    { title: columns.event, min: 14, max: 26, priority: 1, cell: ({ event }) => event },
    { title: columns.details, min: 10, grow: true, priority: 4, cell: ({ details }) => details },
  ];
}

/** The entries of `level` and of those that are more urgent. */
export function entriesOf(entries: readonly LogEntry[], level: Level): readonly LogEntry[] {
  const least = LEVELS.indexOf(level);
  return entries.filter((entry) => LEVELS.indexOf(entry.level) <= least);
}

/** A row in full, for the dialog that Enter opens: names and values. */
export function rowInFull(
  row: TrackerContact | ConnectedPeer | Ban | LogEntry,
  columns: readonly { readonly title: string; readonly cell: string }[],
): Line[] {
  const width = Math.max(...columns.map(({ title }) => title.length), 0);
  const lines = columns.map(({ title, cell }) => [span(`${title.padEnd(width)}  `, 'dim'), span(cell)]);
  return 'infoHash' in row ? [...lines, [span(`${''.padEnd(width)}  `), span(row.infoHash, 'dim')]] : lines;
}

function ageOf(at: number | undefined, now: number, { ago, network }: Messages): string {
  return at === undefined ? network.never : ago(now - at);
}
