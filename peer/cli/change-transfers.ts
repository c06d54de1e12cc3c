import { Command } from '@commander-js/extra-typings';
import { CodedError } from '../../common/errors.ts';
import { cleanText } from '../../common/text/clean-text.ts';
import { formatCount, formatPercent } from '../../common/text/format.ts';
import type { Abortable, Operations, Transfer, TransferState } from '../operations/operations.ts';
import { withNodeOptions } from './options.ts';
import type { Perform, VerbContext } from './perform.ts';
import { heldPercent } from './transfer-table.ts';
import { configOf, withOperations } from './with-operations.ts';

/** A verb that does something to transfers, one after the other. */
export interface TransferChange {
  readonly verb: string;
  readonly description: string;
  /** what `--all` means */
  readonly all: readonly TransferState[];
  /** a question that is asked first, and what to say where nobody answers */
  readonly question?: { ask(which: string): string; readonly unasked: string };
  readonly examples: string;
  change(operations: Operations, id: string, options: Abortable): Promise<Transfer>;
}

/** The verb that `change` describes. */
export function changeCommand(perform: Perform, change: TransferChange): Command {
  const command = new Command(change.verb)
    .description(change.description)
    .argument('[transfers...]', 'ids, their beginnings, info hashes or exact names')
    .option('--all', `all that are ${change.all.join(', ')}`)
    .option('--json', 'print JSON, one line for each transfer')
    .addHelpText('after', change.examples);
  if (change.question !== undefined) command.option('-y, --yes', 'do not ask');
  return withNodeOptions(command).action((named, { all, json, ...options }) =>
    perform(options, async (context) => {
      if (named.length === 0 && all !== true) {
        throw new CodedError(
          'ERR_CLI_USAGE',
          `name a transfer, or ${change.verb} --all: see pageswarm transfers`,
        );
      }
      // the option is there for verbs with a question only, which the compiler cannot follow
      const unasked = (options as { readonly yes?: true }).yes === true;
      const config = await configOf(options, context);
      const work = async (operations: Operations, own: unknown): Promise<void> => {
        const ids = all === true ? await allOf(operations, change, context) : named;
        if (ids.length === 0) return context.output.note(`there is nothing to ${change.verb}`);
        if (!unasked) await confirm(change, ids, context);
        let waits = false;
        for (const id of ids) {
          const transfer = await changeOne(operations, change, id, context);
          if (transfer === undefined) continue;
          if (json === true) context.output.json(transfer);
          else context.output.data(lineOf(transfer));
          waits ||= transfer.state === 'waiting';
        }
        if (waits && own !== undefined)
          context.output.note("no peer is running: 'pageswarm peer' goes on with what waits");
      };
      await withOperations(config, context, work, { transfers: 'none' });
    }),
  ) as unknown as Command;
}

async function allOf(
  operations: Operations,
  { all }: TransferChange,
  options: Abortable,
): Promise<readonly string[]> {
  const transfers = await operations.transfers(options);
  // the oldest first: what goes on by this goes on in the order in which it was asked for
  return transfers
    .filter(({ state }) => all.includes(state))
    .map(({ id }) => id)
    .reverse();
}

/** @throws {CodedError} ERR_CLI_NOT_CONFIRMED when the answer is no, or nobody is there to give one */
async function confirm({ question }: TransferChange, ids: readonly string[], context: VerbContext) {
  if (question === undefined) return;
  const [only = ''] = ids;
  const which = ids.length === 1 ? `'${cleanText(only)}'` : formatCount(ids.length, 'transfer');
  const yes = await context.output.confirm(question.ask(which), context);
  if (yes === true) return;
  throw new CodedError('ERR_CLI_NOT_CONFIRMED', yes === undefined ? question.unasked : 'nothing was changed');
}

/** A failure is reported, so that the others are not left out. */
async function changeOne(
  operations: Operations,
  { change }: TransferChange,
  id: string,
  context: VerbContext,
): Promise<Transfer | undefined> {
  try {
    return await change(operations, id, context);
  } catch (error) {
    if (context.signal.aborted) throw error;
    context.report(error, id);
    return undefined;
  }
}

function lineOf(transfer: Transfer): string {
  const { id, state, name } = transfer;
  return cleanText(`${id}  ${state}  ${formatPercent(heldPercent(transfer))}  ${name}`);
}
