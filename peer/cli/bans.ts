import { Command } from '@commander-js/extra-typings';
import { withNodeOptions } from './options.ts';
import { banTable } from './peer-table.ts';
import type { Perform } from './perform.ts';
import { watchedOperations } from './running-peer.ts';
import { configOf } from './with-operations.ts';

/** The verb `bans`. */
export function bansCommand(perform: Perform): Command {
  const command = new Command('bans')
    .description('show who is not asked again by the running peer, because he sent what is wrong')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action((options) =>
    perform(options, async (context) => {
      const operations = await watchedOperations(await configOf(options, context));
      const bans = await operations.bans(context);
      if (options.json === true) return context.output.json({ bans });
      if (bans.length === 0) return context.output.note('Nobody is banned.');
      for (const line of banTable(bans)) context.output.data(line);
    }),
  ) as unknown as Command;
}

const EXAMPLES = `
Examples:
  $ pageswarm bans
  $ pageswarm bans --json | jq -r '.bans[].address'`;
