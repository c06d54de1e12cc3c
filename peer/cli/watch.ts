import { Argument, Command } from '@commander-js/extra-typings';
import { WATCH_PARTS } from '../operations/operations.ts';
import { withNodeOptions } from './options.ts';
import type { Perform } from './perform.ts';
import { watchedOperations } from './running-peer.ts';
import { configOf, untilInterrupted } from './with-operations.ts';

/** The verb `watch`. */
export function watchCommand(perform: Perform): Command {
  const command = new Command('watch')
    .description('print what the screens show, as JSON: first all there is, then what changes, until Ctrl-C')
    .addArgument(new Argument('<parts...>', 'what to watch').choices(WATCH_PARTS))
    .option('--json', 'print JSON lines, the only form there is')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action((parts, options) =>
    perform(options, async (context) => {
      const config = await configOf(options, context);
      const operations = await watchedOperations(config);
      const wanted = WATCH_PARTS.filter((part) => parts.includes(part));
      for await (const event of untilInterrupted(operations.watch(wanted, context), context.signal)) {
        context.output.json(event);
      }
    }),
  ) as unknown as Command;
}

const EXAMPLES = `
An event has "part"; "changed" rows and "removed" keys (info hash, id or SHA-256), "complete" when no more of them follow at
once; "network"; or "entries" of the log.

Examples:
  $ pageswarm watch files transfers
  $ pageswarm watch published | jq -c '.changed[] | [.name, .holders]'`;
