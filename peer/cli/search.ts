import { Command } from '@commander-js/extra-typings';
import { formatCount } from '../../common/text/format.ts';
import { withNodeOptions } from './options.ts';
import type { Perform } from './perform.ts';
import { summaryTable } from './summary-table.ts';
import { configOf, withTrackers } from './with-operations.ts';

/** The verb `search`. */
export function searchCommand(perform: Perform): Command {
  const command = new Command('search')
    .description('find documents by name, title or author; accents, case and order do not matter')
    .argument('<words...>', 'what to look for')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action((words, options) =>
    perform(options, async (context) => {
      const config = await configOf(options, context);
      const found = await withTrackers(config, (trackers) => trackers.search(words.join(' '), context));
      if (options.json === true) {
        const results = found.map(({ sha256, infoHash, name, title, author, pages, size, holders }) => ({
          sha256,
          infoHash,
          name,
          title,
          author,
          pages,
          size,
          holders,
        }));
        return context.output.json({ results });
      }
      for (const line of summaryTable(found)) context.output.data(line);
      context.output.note(`${formatCount(found.length, 'document')} found`);
    }),
  ) as unknown as Command;
}

const EXAMPLES = `
Examples:
  $ pageswarm search introducao             finds "Introdução à Álgebra.pdf"
  $ pageswarm search galilei discorsi --json`;
