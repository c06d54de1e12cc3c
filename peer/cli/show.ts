import { Command, InvalidArgumentError } from '@commander-js/extra-typings';
import { ago } from '../../common/messages/ago.ts';
import { cleanText } from '../../common/text/clean-text.ts';
import { formatBytes, formatCount, formatDateTime, formatPercent } from '../../common/text/format.ts';
import type { DocumentDetails, Holder } from '../../common/tracker-api/publication.ts';
import type { PeerConfig } from '../config.ts';
import { withNodeOptions } from './options.ts';
import type { Perform, VerbContext } from './perform.ts';
import { previewLines } from './preview.ts';
import { formatPageCount } from './summary-table.ts';
import { type Column, formatTable, padToWidth } from './table.ts';
import { configOf, withOperations, withTrackers } from './with-operations.ts';

/** The verb `show`. */
export function showCommand(perform: Perform): Command {
  const command = new Command('show')
    .description('show a document: digests, words per page, who holds it')
    .argument('<document>', 'SHA-256, info hash, the beginning of either, or exact name')
    .option('--preview', 'draw a page of it instead; of what is here')
    .option('--page <number>', 'which page to draw', parseNumber, 1)
    .option('--columns <number>', 'how wide, in characters', parseNumber)
    .option('--json', 'print JSON, with the words on each page; of a preview its pixels')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action((document, options) =>
    perform(options, async (context) => {
      const config = await configOf(options, context);
      if (options.preview === true) return showPage(document, options, config, context);
      const details = await withTrackers(config, (trackers) => trackers.show(document, context));
      const words = sumOf(details.wordsPerPage);
      if (options.json === true) return context.output.json({ ...details, words });
      for (const line of detailLines(details)) context.output.data(line);
    }),
  ) as unknown as Command;
}

/** The width decides; this is for pages like a ribbon. */
const MAX_ROWS = 1000;
const DEFAULT_COLUMNS = 72;

async function showPage(
  document: string,
  { page, columns, json }: { page: number; columns?: number | undefined; json?: true | undefined },
  config: PeerConfig,
  context: VerbContext,
): Promise<void> {
  const { stdout } = process;
  const width = columns ?? Math.min(DEFAULT_COLUMNS, stdout.columns ?? DEFAULT_COLUMNS);
  const picture = await withOperations(config, context, (operations) =>
    operations.preview({ document, page, width, height: 2 * MAX_ROWS }, context),
  );
  if (json === true) return context.output.json({ page, ...picture });
  const colours = stdout.isTTY === true && (context.environment.NO_COLOR ?? '') === '';
  for (const line of previewLines(picture, { colours })) context.output.data(line);
}

function parseNumber(text: string): number {
  const number = Number(text);
  if (/^\d{1,6}$/.test(text) && number >= 1) return number;
  throw new InvalidArgumentError('it is a number from 1');
}

/** Everything about a document, for people. */
export function detailLines(details: DocumentDetails): string[] {
  const words = sumOf(details.wordsPerPage);
  const fields: readonly (readonly [string, string])[] = [
    ['name', details.name],
    ['also named', details.aliases.join(', ')],
    ['title', details.title],
    ['author', details.author],
    ['subject', details.subject],
    ['keywords', details.keywords],
    ['pages', formatPageCount(details.pages)],
    [
      'words',
      words === undefined ? '' : `${words}, ${Math.round(words / Math.max(1, details.pages))} a page`,
    ],
    ['size', `${formatBytes(details.size)} (${details.size} bytes)`],
    ['published', formatDateTime(details.publishedAt)],
    ['sha256', details.sha256],
    ['md5', details.md5],
    ['info hash', details.infoHash],
    ['page map', details.publication.mapBytes > 0 ? formatBytes(details.publication.mapBytes) : 'none'],
    ['publisher', details.publication.publisher],
  ];
  const lines = fields
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${padToWidth(name, 11)} ${cleanText(value)}`);
  return [...lines, '', formatCount(details.holderList.length, 'holder'), ...holderTable(details)];
}

const HOLDER_COLUMNS: readonly Column[] = [
  { title: 'address', max: 50 },
  { title: 'client' },
  { title: 'held', right: true },
  { title: 'pages', right: true },
  { title: 'seen', right: true },
];

function holderTable({ holderList, pages }: DocumentDetails): string[] {
  if (holderList.length === 0) return [];
  const rows = holderList.map((holder) => [
    holder.addresses[0] ?? '-',
    holder.client,
    holder.complete ? '100 %' : formatPercent(holder.heldPercent),
    heldPages(holder, pages),
    ago.en(holder.ageMs),
  ]);
  return formatTable(HOLDER_COLUMNS, rows);
}

/** What a holder can show in full; a standard client does not say, unless it has everything. */
function heldPages({ complete, heldPages: held }: Holder, pages: number): string {
  if (complete && pages > 0) return String(pages);
  return held === undefined ? '-' : String(held);
}

function sumOf(wordsPerPage: readonly number[] | undefined): number | undefined {
  return wordsPerPage?.reduce((sum, words) => sum + words, 0);
}

const EXAMPLES = `
Examples:
  $ pageswarm show "Introdução à Álgebra.pdf"
  $ pageswarm show 5f2b1c90 --json
  $ pageswarm show book.pdf --preview --page 3`;
