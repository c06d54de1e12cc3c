import { describeFailure } from '../../../common/messages/describe-failure.ts';
import type { Messages } from '../../../common/messages/messages.ts';
import { barChart } from '../../../common/terminal/box.ts';
import { widthOf } from '../../../common/terminal/cells.ts';
import { type Column, layoutColumns } from '../../../common/terminal/columns.ts';
import type { Glyphs } from '../../../common/terminal/component.ts';
import { columnsOfNames, type Field, fieldLines, nameSpan } from '../../../common/terminal/fields.ts';
import { type Line, line } from '../../../common/terminal/line.ts';
import { wrapShort } from '../../../common/terminal/wrap-text.ts';
import { formatBytes, formatDateTime, formatLatency, formatPercent } from '../../../common/text/format.ts';
import { summariseWords } from '../../../common/words-summary.ts';
import { type DocumentFacts, type HolderRow, pagesOf } from './facts.ts';
import { describePage, type HeatMap, heatMap } from './heat-map.ts';

/** How details are drawn. */
export interface DetailsLook {
  readonly glyphs: Glyphs;
  readonly messages: Messages;
  /** cells of a line */
  readonly columns: number;
}

const CHART_ROWS = 3;
/** lines of a value that goes on and on: a title, a list of names */
const MOST_LINES = 3;
/** beyond these nobody reads on */
const MOST_HOLDERS = 100;

/** What a document is called and what it is: a line or more for each thing that is known. */
export function factLines(facts: DocumentFacts, state: Line, look: DetailsLook): Line[] {
  const { columns, messages } = look;
  const { fields } = messages.details;
  const { file, transfer, summary, details } = facts;
  const known = details ?? summary;
  const values: readonly Field[] = [
    [fields.reason, transfer?.failure === undefined ? '' : describeFailure(transfer.failure, messages)],
    [fields.heading, known?.title ?? ''],
    [fields.author, known?.author ?? ''],
    [fields.subject, known?.subject ?? ''],
    [fields.keywords, known?.keywords ?? ''],
    [fields.aliases, known?.aliases.join(', ') ?? ''],
    [fields.pages, pagesText(facts)],
    [fields.size, sizeText(file?.size ?? known?.size ?? transfer?.size ?? 0, messages)],
    [fields.path, file?.path ?? transfer?.path ?? ''],
    [fields.published, known === undefined ? '' : formatDateTime(known.publishedAt)],
    [fields.md5, file?.md5 ?? known?.md5 ?? ''],
    [fields.infoHash, facts.document.infoHash],
    [fields.sha256, file?.sha256 ?? known?.sha256 ?? facts.document.sha256],
  ];
  const shown = values.filter(([, value]) => value !== '');
  const nameColumns = columnsOfNames([...shown.map(([name]) => name), fields.state]);
  const status: Line[] = state.length === 0 ? [] : [[nameSpan(fields.state, nameColumns), ...state]];
  return [
    ...wrapShort(facts.document.name, columns, MOST_LINES).map((text) => line(text, 'strong')),
    ...status,
    ...fieldLines(shown, { columns, nameColumns, mostLines: MOST_LINES }),
  ];
}

function pagesText(facts: DocumentFacts): string {
  const pages = pagesOf(facts);
  return pages === 0 ? '' : String(pages);
}

function sizeText(size: number, { details }: Messages): string {
  return size < 1000 ? formatBytes(size) : `${formatBytes(size)} (${details.bytes(String(size))})`;
}

/** The words on each page, as a chart with what it says in words. */
export function wordsLines(facts: DocumentFacts, { columns, glyphs, messages }: DetailsLook): Line[] {
  const texts = messages.details.words;
  const words = facts.details?.wordsPerPage;
  if (facts.details === undefined && facts.trouble === undefined) return [];
  const heading = line(texts.title, 'title');
  if (words === undefined || words.length === 0) return [heading, line(texts.none, 'dim')];
  if (words.every((count) => count === 0)) return [heading, line(texts.scan, 'dim')];
  const { total, average, most, mostPage } = summariseWords(words);
  const here = words[facts.page];
  const said = [texts.total(total, average), texts.most(most, mostPage)].join('; ');
  return [
    heading,
    ...barChart(
      words,
      { columns: Math.max(0, Math.min(columns, words.length * 2)), rows: CHART_ROWS },
      glyphs,
    ),
    ...wrapShort(said, columns, 2).map((text) => line(text)),
    ...(here === undefined ? [] : [line(texts.page(facts.page + 1, here), 'dim')]),
  ];
}

/** The pages as a map in at most `rows` lines, its heading and the chosen page in words among them. */
export function mapLines(
  facts: DocumentFacts,
  rows: number,
  { columns, glyphs, messages }: DetailsLook,
): HeatMap | undefined {
  const { heat, transfer } = facts;
  if (heat === undefined) return undefined;
  const wanted = transfer !== undefined && ['waiting', 'running'].includes(transfer.state);
  // pieces are not pages: none of them is the chosen one
  const page = heat.unit === 'piece' && pagesOf(facts) > 0 ? -1 : facts.page;
  const look = { glyphs, messages, wanted, page };
  const texts = messages.details.map;
  const before = [
    line(heat.unit === 'piece' ? texts.pieces : texts.title, 'title'),
    ...(heat.estimated ? [line(texts.estimated, 'warning')] : []),
    ...(heat.pages === 0 || page < 0 ? [] : [line(describePage(heat, page, look))]),
  ];
  const map = heatMap(heat, { columns, rows: rows - before.length }, look);
  return {
    lines: [...before, ...map.lines].slice(0, Math.max(0, rows)),
    pageAt: (column, row) => (page < 0 ? undefined : map.pageAt(column, row - before.length)),
  };
}

/** Who holds the document, a line each. */
export function holderLines(
  rows: readonly HolderRow[],
  pages: number,
  { columns, glyphs, messages }: DetailsLook,
): Line[] {
  const texts = messages.details.holders;
  const heading = line(texts.title(rows.length), 'title');
  if (rows.length === 0) return [heading, line(texts.none, 'dim')];
  const fitted = layoutColumns(holderColumns(messages, pages), columns, glyphs);
  const state = { cursor: false, marked: false, focused: false };
  return [
    heading,
    fitted.header(),
    ...rows.slice(0, MOST_HOLDERS).map((row) => fitted.line(row, state)),
    ...(rows.length > MOST_HOLDERS ? [line(glyphs.ellipsis, 'dim')] : []),
  ];
}

function holderColumns({ ago, details }: Messages, pages: number): Column<HolderRow>[] {
  const texts = details.holders;
  const heldPages = (row: HolderRow) =>
    String(row.heldPages ?? (row.heldPercent === 100 && pages > 0 ? pages : '-'));
  const age = ({ ageMs }: HolderRow) => (ageMs === undefined ? '-' : ago(ageMs));
  return [
    { title: texts.address, min: 15, max: 47, grow: true, priority: 1, cell: ({ address }) => address },
    { title: texts.held, align: 'right', min: 7, priority: 2, cell: (row) => formatPercent(row.heldPercent) },
    { title: texts.pages, align: 'right', min: 7, priority: 5, cell: heldPages },
    {
      title: texts.latency,
      align: 'right',
      min: 8,
      priority: 3,
      cell: (row) => formatLatency(row.latencyMs),
    },
    {
      title: texts.rank,
      align: 'right',
      min: Math.max(5, widthOf(texts.rank)),
      priority: 4,
      cell: ({ rank }) => String(rank ?? '-'),
    },
    { title: texts.client, min: 9, max: 24, priority: 6, cell: ({ client }) => client },
    { title: texts.seen, align: 'right', min: 11, priority: 7, cell: age },
  ];
}
