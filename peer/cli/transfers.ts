import { Command } from '@commander-js/extra-typings';
import { CodedError } from '../../common/errors.ts';
import { cleanText } from '../../common/text/clean-text.ts';
import { formatCount } from '../../common/text/format.ts';
import type { PeerConfig } from '../config.ts';
import type { GetResult, Operations, Transfer } from '../operations/operations.ts';
import { createGetView } from './get-view.ts';
import { withNodeOptions } from './options.ts';
import type { Perform, VerbContext } from './perform.ts';
import { runningOperations } from './running-peer.ts';
import { transferTable } from './transfer-table.ts';
import { configOf, withOperations } from './with-operations.ts';

/** The verb `transfers`. */
export function transfersCommand(perform: Perform): Command {
  const command = new Command('transfers')
    .description('list what runs, waits, is paused or has failed, or follow one of them')
    .option('-f, --follow <transfer>', 'show how it goes on, to its end; Ctrl-C leaves it alone')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action(({ follow: followed, json, ...options }) =>
    perform(options, async (context) => {
      const config = await configOf(options, context);
      if (followed !== undefined) {
        const result = await follow(followed, config, context);
        if (json === true) context.output.json(result);
        else context.output.data(cleanText(result.path));
        return;
      }
      const transfers = await withOperations(
        config,
        context,
        async (operations) => (await operations.transfers(context)).filter(isOpen),
        { transfers: 'none' },
      );
      if (json === true) return context.output.json({ transfers });
      for (const line of transferTable(transfers)) context.output.data(line);
      context.output.note(formatCount(transfers.length, 'transfer'));
    }),
  ) as unknown as Command;
}

/** Whether something may still become of it, by itself or by hand. */
function isOpen({ state }: Transfer): boolean {
  return state !== 'done' && state !== 'cancelled';
}

async function follow(id: string, config: PeerConfig, context: VerbContext): Promise<GetResult> {
  const operations = await runningOperations(config, context);
  const view = createGetView(context.output, () => performance.now());
  try {
    for await (const event of operations.follow(id, context)) {
      if (event.type === 'done') return event.result;
      view.show(event);
      if (event.type === 'found') await tellWhyNothingComes(operations, event.infoHash, context);
    }
  } catch (error) {
    if (!context.signal.aborted) throw error;
  } finally {
    context.output.live([]);
  }
  throw new CodedError(
    'ERR_PEER_INTERRUPTED',
    'no longer followed; the transfer goes on in the running peer',
  );
}

async function tellWhyNothingComes(
  operations: Operations,
  infoHash: string,
  context: VerbContext,
): Promise<void> {
  const all = await operations.transfers(context);
  const one = all.find((transfer) => transfer.infoHash === infoHash && isOpen(transfer));
  if (one?.state === 'paused') context.output.note(`paused; 'pageswarm resume ${one.id}' goes on`);
  if (one?.state === 'waiting') context.output.note('waiting for its turn');
}

const EXAMPLES = `
A transfer is named by its id or its beginning, the info hash, or the exact name of the document.

Examples:
  $ pageswarm transfers
  $ pageswarm transfers --follow 3f2a1b00
  $ pageswarm transfers --json | jq -r '.transfers[] | select(.state == "failed") | .id' | xargs pageswarm retry`;
