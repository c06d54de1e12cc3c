import { Command } from '@commander-js/extra-typings';
import { cleanText } from '../../common/text/clean-text.ts';
import { formatBytes, formatCount, formatDuration, formatPercent } from '../../common/text/format.ts';
import type { DocumentDetails, Holder } from '../../common/tracker-api/publication.ts';
import { withNodeOptions } from './options.ts';
import type { Perform } from './perform.ts';
import { formatPageCount } from './summary-table.ts';
import { type Column, formatTable, padToWidth } from './table.ts';
import { configOf, withTrackers } from './with-operations.ts';

/** The verb `show`. */
export function showCommand(perform: Perform): Command {
  const command = new Command('show')
    .description('show a document: digests, words per page, who holds it')
    .argument('<document>', 'SHA-256, info hash, the beginning of either, or exact name')
    .option('--json', 'print JSON, with the words on each page')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action((document, options) =>
    perform(options, async (context) => {
      const config = await configOf(options, context);
      const details = await withTrackers(config, (trackers) => trackers.show(document, context));
      const words = sumOf(details.wordsPerPage);
      if (options.json === true) return context.output.json({ ...details, words });
      for (const line of detailLines(details)) context.output.data(line);
    }),
  ) as unknown as Command;
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
    ['published', new Date(details.publishedAt).toISOString()],
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
    `${formatDuration(holder.ageMs)} ago`,
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
  $ pageswarm show 5f2b1c90 --json`;
