import { Command } from '@commander-js/extra-typings';
import { withNodeOptions } from './options.ts';
import { peerTable } from './peer-table.ts';
import type { Perform } from './perform.ts';
import { watchedOperations } from './running-peer.ts';
import { configOf } from './with-operations.ts';

/** The verb `peers`. */
export function peersCommand(perform: Perform): Command {
  const command = new Command('peers')
    .description('show with whom the running peer exchanges a document, how quickly, and who waits for whom')
    .argument('<document>', 'SHA-256, info hash, the beginning of either, or exact name')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action((document, options) =>
    perform(options, async (context) => {
      const operations = await watchedOperations(await configOf(options, context));
      const peers = await operations.peers(document, context);
      if (options.json === true) return context.output.json({ peers });
      if (peers.length === 0) return context.output.note('No connection about this document at the moment.');
      for (const line of peerTable(peers)) context.output.data(line);
    }),
  ) as unknown as Command;
}

const EXAMPLES = `
Examples:
  $ pageswarm peers book.pdf
  $ pageswarm peers book.pdf --json | jq '[.peers[] | select(.peerInterested and .amChoking)] | length'`;
