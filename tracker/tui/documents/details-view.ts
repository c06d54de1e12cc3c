import type { Messages } from '../../../common/messages/messages.ts';
import { barChart } from '../../../common/terminal/box.ts';
import { type Column, layoutColumns } from '../../../common/terminal/columns.ts';
import type { Glyphs } from '../../../common/terminal/component.ts';
import { fieldLines } from '../../../common/terminal/fields.ts';
import { type Line, line, span } from '../../../common/terminal/line.ts';
import { formatBytes, formatDateTime, formatPercent } from '../../../common/text/format.ts';
import type { DocumentDetails, Holder } from '../../../common/tracker-api/publication.ts';
import { summariseWords } from '../../../common/words-summary.ts';
import { fieldLayout } from '../field-layout.ts';

/** What the details of a document are drawn with. */
export interface DetailsLook {
  readonly messages: Messages;
  readonly glyphs: Glyphs;
  /** ms since 1970 */
  readonly now: number;
  /** program and version of a host */
  clientOf(hostId: string): string | undefined;
}

/** rows of the words per page */
const CHART_ROWS = 4;

/** Everything about a document in `columns` cells: what it is, words per page, who holds it, its digests. */
export function detailsLines(details: DocumentDetails, columns: number, look: DetailsLook): Line[] {
  const { messages, now } = look;
  const { terms, bytes, noMap } = messages.tracker;
  const { publication, publishedAt, size } = details;
  return [
    ...fieldLines(
      [
        [terms.name, details.name],
        [terms.aliases, details.aliases.join(', ')],
        [terms.title, details.title],
        [terms.author, details.author],
        [terms.subject, details.subject],
        [terms.keywords, details.keywords],
        [terms.pages, details.pages === 0 ? '-' : String(details.pages)],
        [terms.words, wordsText(details, messages)],
        [terms.size, bytes(formatBytes(size), size)],
        [terms.published, `${formatDateTime(publishedAt)} (${messages.ago(now - publishedAt)})`],
        ['MD5', details.md5],
        [terms.infoHash, details.infoHash],
      ],
      fieldLayout(columns),
    ),
    [],
    ...holderLines(details, columns, look),
    [],
    ...chartLines(details, columns, look),
    ...fieldLines(
      [
        ['SHA-256', details.sha256],
        [terms.publisher, publication.publisher],
        [terms.map, publication.mapBytes > 0 ? formatBytes(publication.mapBytes) : noMap],
      ],
      fieldLayout(columns),
    ),
  ];
}

function wordsText({ wordsPerPage }: DocumentDetails, { tracker }: Messages): string {
  if (wordsPerPage === undefined) return tracker.noWords;
  const { total, average } = summariseWords(wordsPerPage);
  return total === 0 ? tracker.scan : tracker.words(total, average);
}

function chartLines({ wordsPerPage }: DocumentDetails, columns: number, look: DetailsLook): Line[] {
  if (wordsPerPage === undefined || wordsPerPage.length === 0) return [];
  const { most } = summariseWords(wordsPerPage);
  if (most === 0) return [];
  const size = { columns, rows: CHART_ROWS };
  return [
    line(look.messages.tracker.wordsPerPage(most), 'title'),
    ...barChart(wordsPerPage, size, look.glyphs),
    pageScale(wordsPerPage.length, Math.min(columns, wordsPerPage.length)),
    [],
  ];
}

/** The first and the last page number below a chart `width` wide. */
function pageScale(pages: number, width: number): Line {
  const last = String(pages);
  const between = width - 1 - last.length;
  return line(between < 1 ? '1' : `1${' '.repeat(between)}${last}`, 'dim');
}

function holderLines({ holderList, pages }: DocumentDetails, columns: number, look: DetailsLook): Line[] {
  const heading = line(look.messages.tracker.holders(holderList.length), 'title');
  if (holderList.length === 0) return [heading];
  const fitted = layoutColumns(holderColumns(pages, look), columns, look.glyphs);
  const plain = { cursor: false, marked: false, focused: false };
  return [heading, fitted.header(), ...holderList.map((holder) => fitted.line(holder, plain))];
}

function holderColumns(pages: number, { messages, clientOf }: DetailsLook): Column<Holder>[] {
  const { terms, standardClient, held } = messages.tracker;
  const client = ({ client, hostId }: Holder) =>
    client === 'standard' ? standardClient : (clientOf(hostId ?? '') ?? 'Pageswarm');
  const pagesText = ({ complete, heldPages }: Holder) => {
    if (pages === 0) return '-';
    if (complete) return String(pages);
    return heldPages === undefined ? '-' : held(heldPages, pages);
  };
  const share = ({ complete, heldPercent }: Holder) =>
    span(complete ? '100 %' : formatPercent(heldPercent), complete ? 'good' : 'warning');
  return [
    {
      title: terms.address,
      min: 21,
      max: 60,
      grow: true,
      priority: 1,
      cell: ({ addresses }) => addresses.join(' '),
    },
    { title: terms.client, min: 12, max: 24, grow: true, priority: 4, cell: client },
    { title: terms.held, align: 'right', min: 8, priority: 2, cell: share },
    { title: terms.pages, align: 'right', min: 9, max: 14, priority: 5, cell: pagesText },
    {
      title: terms.heard,
      align: 'right',
      min: 11,
      priority: 3,
      cell: ({ ageMs }) => messages.ago(ageMs),
    },
  ];
}
