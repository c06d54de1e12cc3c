import { Command } from '@commander-js/extra-typings';
import { formatCount } from '../../common/text/format.ts';
import type { Transfer } from '../operations/operations.ts';
import { withNodeOptions } from './options.ts';
import type { Perform } from './perform.ts';
import { historyTable } from './transfer-table.ts';
import { configOf, withOperations } from './with-operations.ts';

/** The verb `history`. */
export function historyCommand(perform: Perform): Command {
  const command = new Command('history')
    .description('list the transfers that ended: done, failed or cancelled')
    .option('--clear [transfer]', 'forget one of them, or all; no document is deleted')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action(({ clear, json, ...options }) =>
    perform(options, async (context) => {
      const config = await configOf(options, context);
      const own = { transfers: 'none' } as const;
      if (clear !== undefined) {
        const id = clear === true ? undefined : clear;
        const forgotten = await withOperations(
          config,
          context,
          (operations) => operations.forget(id, context),
          own,
        );
        if (json === true) return context.output.json({ forgotten });
        return context.output.data(`${formatCount(forgotten, 'transfer')} forgotten`);
      }
      const history = await withOperations(
        config,
        context,
        async (operations) => (await operations.transfers(context)).filter(hasEnded).sort(latestFirst),
        own,
      );
      if (json === true) return context.output.json({ history });
      for (const line of historyTable(history)) context.output.data(line);
      context.output.note(formatCount(history.length, 'transfer'));
    }),
  ) as unknown as Command;
}

function hasEnded({ endedAt }: Transfer): boolean {
  return endedAt !== undefined;
}

function latestFirst(a: Transfer, b: Transfer): number {
  return (b.endedAt ?? 0) - (a.endedAt ?? 0);
}

const EXAMPLES = `
Examples:
  $ pageswarm history
  $ pageswarm history --clear
  $ pageswarm history --json | jq '.history[] | select(.state == "failed") | .failure'`;
