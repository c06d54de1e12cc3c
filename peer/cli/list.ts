import { Command } from '@commander-js/extra-typings';
import { formatCount } from '../../common/text/format.ts';
import { withNodeOptions } from './options.ts';
import type { Perform } from './perform.ts';
import { summaryTable } from './summary-table.ts';
import { configOf, withTrackers } from './with-operations.ts';

/** The verb `list`. */
export function listCommand(perform: Perform): Command {
  const command = new Command('list')
    .description('list everything that the trackers have published')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action((options) =>
    perform(options, async (context) => {
      const config = await configOf(options, context);
      const documents = await withTrackers(config, (trackers) => trackers.list(context));
      if (options.json === true) return context.output.json({ documents });
      for (const line of summaryTable(documents)) context.output.data(line);
      context.output.note(formatCount(documents.length, 'document'));
    }),
  ) as unknown as Command;
}

const EXAMPLES = `
Examples:
  $ pageswarm list --tracker http://192.0.2.7:8168
  $ pageswarm list --json | jq -r '.documents[].sha256' | pageswarm get -`;
