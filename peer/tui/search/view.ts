import type { Messages } from '../../../common/messages/messages.ts';
import type { Column } from '../../../common/terminal/columns.ts';
import type { Glyphs } from '../../../common/terminal/component.ts';
import { type Line, type Span, span } from '../../../common/terminal/line.ts';
import type { Sort } from '../../../common/terminal/table-pane.ts';
import { formatBytes } from '../../../common/text/format.ts';
import type { NetworkState, TrackerContact } from '../../operations/operations.ts';
import type { Finding } from './finder.ts';
import type { Found } from './found.ts';
import type { Here } from './here.ts';

/** What the rows are drawn with. */
export interface RowDrawing {
  readonly messages: Messages;
  readonly glyphs: Glyphs;
  now(): number;
  /** how the document of this info hash stands on this node */
  here(infoHash: string): Here | undefined;
}

/** Columns of the published documents and of the results. */
export function foundColumns(drawing: RowDrawing): readonly Column<Found>[] {
  const { columns } = drawing.messages.search;
  return [
    { title: columns.name, min: 20, max: 100, grow: true, priority: 1, cell: ({ name }) => name },
    { title: columns.here, min: 6, max: 16, snug: true, priority: 2, cell: (row) => hereCell(row, drawing) },
    {
      title: columns.pages,
      align: 'right',
      min: 5,
      max: 8,
      snug: true,
      priority: 3,
      cell: ({ pages }) => countOf(pages),
    },
    {
      title: columns.size,
      align: 'right',
      min: 7,
      max: 9,
      snug: true,
      priority: 4,
      cell: ({ size }) => formatBytes(size),
    },
    {
      title: columns.holders,
      align: 'right',
      min: 7,
      max: 12,
      snug: true,
      priority: 3,
      cell: ({ holders }) => countOf(holders),
    },
    { title: columns.heading, min: 30, priority: 7, cell: ({ title }) => title },
    { title: columns.author, min: 20, priority: 6, cell: ({ author }) => author },
    {
      title: columns.published,
      align: 'right',
      min: 9,
      max: 15,
      snug: true,
      priority: 5,
      cell: (row) => ageCell(row, drawing),
    },
  ];
}

function countOf(count: number): string {
  return count === 0 ? '-' : String(count);
}

function ageCell({ publishedAt }: Found, { messages, now }: RowDrawing): string {
  if (publishedAt === 0) return '-';
  return messages.ago(now() - publishedAt);
}

/** Whether it is here already, or on its way: in a word with a sign. */
function hereCell({ infoHash }: Found, { messages, glyphs, here }: RowDrawing): string | Span {
  const state = here(infoHash);
  if (state === undefined) return '';
  const { search, transfers } = messages;
  if (state.state === 'here') return span(`${glyphs.tick} ${search.here}`, 'good');
  const percent = `${Math.floor(state.percent)} %`;
  if (state.state === 'running') return span(`${glyphs.arrow} ${percent}`, 'accent');
  if (state.state === 'partial') return span(`${glyphs.half} ${percent}`, 'warning');
  return span(`${state.state === 'failed' ? '!' : '='} ${transfers.states[state.state]}`, 'warning');
}

/** Orders of everything published; the first is in force at the beginning. */
export function publishedSorts({ columns }: Messages['search']): readonly Sort<Found>[] {
  return [
    { title: columns.name, compare: byName },
    { title: columns.published, compare: (a, b) => b.publishedAt - a.publishedAt || byName(a, b) },
    { title: columns.size, compare: (a, b) => b.size - a.size || byName(a, b) },
    { title: columns.pages, compare: (a, b) => b.pages - a.pages || byName(a, b) },
    { title: columns.holders, compare: (a, b) => b.holders - a.holders || byName(a, b) },
  ];
}

/** Orders of results: the trackers' own first. @param rankOf the place of a result in it */
export function resultSorts(
  texts: Messages['search'],
  rankOf: (found: Found) => number,
): readonly Sort<Found>[] {
  return [{ title: texts.best, compare: (a, b) => rankOf(a) - rankOf(b) }, ...publishedSorts(texts)];
}

const { compare } = new Intl.Collator(undefined, { numeric: true });

function byName(a: Found, b: Found): number {
  return compare(a.name, b.name) || (a.infoHash < b.infoHash ? -1 : 1);
}

/** More trackers than these are counted, and only those in trouble are named. */
const NAMED_TRACKERS = 3;

/** The trackers and how they do, in one line. */
export function trackersLine(network: NetworkState | undefined, { messages, glyphs }: Drawing): Line {
  const { search: texts } = messages;
  if (network === undefined) return [span(texts.trackers, 'dim')];
  const { trackers } = network;
  if (trackers.length === 0) return [span(texts.noTrackers, 'warning')];
  const many = trackers.length > NAMED_TRACKERS;
  const counted: Span[] = many
    ? [span(texts.trackersOk(trackers.filter(({ ok }) => ok).length, trackers.length))]
    : [];
  const named = trackers.filter(({ ok }) => !many || !ok);
  return [
    span(`${texts.trackers} `, 'dim'),
    ...counted,
    ...named.map((tracker, at) => {
      const { text, style } = trackerSpan(tracker, { messages, glyphs });
      return span(at === 0 && !many ? text : `  ${text}`, style);
    }),
  ];
}

function trackerSpan({ url, ok, message }: TrackerContact, { messages, glyphs }: Drawing): Span {
  const host = hostOf(url);
  if (ok) return span(`${glyphs.tick} ${host} ${messages.search.trackerOk}`, 'good');
  if (message === '') return span(`${host} ${messages.network.notAsked}`, 'dim');
  return span(`${glyphs.cross} ${host}: ${message}`, 'bad');
}

type Drawing = Pick<RowDrawing, 'messages' | 'glyphs'>;

/** What people know a tracker by: its host and port. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

/** What the line below says of the search, or of the list. */
export function statusLine(
  finding: Finding,
  list: { readonly count: number; readonly complete: boolean; readonly trouble: string },
  { search: texts }: Messages,
  reason: (error: unknown) => string,
): Line {
  switch (finding.state) {
    case 'ready':
      return [span(texts.pressEnter[finding.entry.kind] ?? '', 'accent')];
    case 'asking':
      return [span(finding.entry.kind === 'words' ? texts.searching : texts.lookingUp, 'dim')];
    case 'failed': {
      const say = finding.entry.kind === 'words' ? texts.searchFailed : texts.failed;
      return [span(say(reason(finding.error)), 'bad')];
    }
    case 'found': {
      const { entry, rows } = finding;
      if (rows.length > 0) return [span(texts.found(rows.length), 'good')];
      return [span(texts.nothing(entry.kind === 'words' ? entry.words : ''), 'warning')];
    }
    default:
      if (list.trouble !== '') return [span(texts.trouble(list.trouble), 'warning')];
      return [span(list.complete ? texts.published(list.count) : texts.loading, 'dim')];
  }
}
