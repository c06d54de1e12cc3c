import { Command } from '@commander-js/extra-typings';
import { openFile, showInFolder } from '../../common/runtime/open-file.ts';
import { cleanText } from '../../common/text/clean-text.ts';
import { formatCount } from '../../common/text/format.ts';
import { withNodeOptions } from './options.ts';
import type { Perform } from './perform.ts';
import { configOf, withOperations } from './with-operations.ts';

/** The verb `open`. */
export function openCommand(perform: Perform): Command {
  const command = new Command('open')
    .description('open a document of this node in a viewer: all of it, or the pages that are here')
    .argument('<document>', 'SHA-256, info hash, the beginning of either, or exact name')
    .option('--folder', 'show the file in its folder instead')
    .option('--json', 'start no program: print where the file is as JSON')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action((document, options) =>
    perform(options, async (context) => {
      const config = await configOf(options, context);
      const readable = await withOperations(config, context, (operations) =>
        operations.readable(document, context),
      );
      if (options.json === true) return context.output.json(readable);

      const { path, complete, pages } = readable;
      context.output.data(cleanText(path));
      if (!complete) context.output.note(`a copy of the ${formatCount(pages, 'page')} that are here`);
      await (options.folder === true ? showInFolder(path) : openFile(path));
    }),
  ) as unknown as Command;
}

const EXAMPLES = `
Examples:
  $ pageswarm open book.pdf
  $ pageswarm open 5f2b1c90 --folder
  $ evince "$(pageswarm open book.pdf --json | jq -r .path)"`;
