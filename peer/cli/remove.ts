import { Command } from '@commander-js/extra-typings';
import { CodedError } from '../../common/errors.ts';
import { cleanText } from '../../common/text/clean-text.ts';
import { withNodeOptions } from './options.ts';
import type { Perform, VerbContext } from './perform.ts';
import { configOf, withOperations } from './with-operations.ts';

/** The verb `remove`. */
export function removeCommand(perform: Perform): Command {
  const command = new Command('remove')
    .description('stop sharing a document, and take the publication back if it was ours')
    .argument('<document>', 'SHA-256, info hash, the beginning of either, or exact name')
    .option('--delete-file', 'delete the file, too, wherever it lies')
    .option('-y, --yes', 'do not ask before a file is deleted')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action((document, options) =>
    perform(options, async (context) => {
      const deleteFile = options.deleteFile === true;
      if (deleteFile && options.yes !== true) await confirm(document, context);

      const config = await configOf(options, context);
      const removed = await withOperations(config, context, (operations) =>
        operations.remove({ document, deleteFile }, context),
      );
      if (options.json === true) return context.output.json(removed);
      const file = removed.fileDeleted ? `deleted ${removed.path}` : `the file stays at ${removed.path}`;
      context.output.data(cleanText(`${removed.name} is no longer shared; ${file}`));
      for (const tracker of removed.withdrawn) context.output.note(`publication taken back at ${tracker}`);
    }),
  ) as unknown as Command;
}

/** @throws {CodedError} ERR_CLI_NOT_CONFIRMED when the answer is no, or nobody is there to give one */
async function confirm(document: string, { output, signal }: VerbContext): Promise<void> {
  const yes = await output.confirm(`Delete the file of '${cleanText(document)}' for good?`, { signal });
  if (yes === true) return;
  throw new CodedError(
    'ERR_CLI_NOT_CONFIRMED',
    yes === undefined ? '--delete-file deletes for good: add --yes to do so unasked' : 'nothing was removed',
  );
}

const EXAMPLES = `
Examples:
  $ pageswarm remove "Introdução à Álgebra.pdf"        the file stays
  $ pageswarm remove 5f2b1c90 --delete-file --yes`;
