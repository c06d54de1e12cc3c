import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { CodedError, codeOf } from '../../common/errors.ts';
import { safeName } from '../library/library.ts';
import { withNodeOptions } from './options.ts';
import type { Perform } from './perform.ts';
import { configOf, withOperations } from './with-operations.ts';

/** The verb `torrent`. */
export function torrentCommand(perform: Perform): Command {
  const command = new Command('torrent')
    .description('save the .torrent of a document, which any BitTorrent client understands')
    .argument('<document>', 'SHA-256, info hash, the beginning of either, or exact name')
    .option('-o, --output <file>', 'where to; - for stdout; by default NAME.torrent in this folder')
    .option('--json', 'print what was saved as JSON')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action((document, options) =>
    perform(options, async (context) => {
      const config = await configOf(options, context);
      const torrent = await withOperations(config, context, (operations) =>
        operations.torrent(document, context),
      );
      if (options.output === '-') return context.output.bytes(torrent.bytes);

      const path = resolve(options.output ?? safeName(`${torrent.name}.torrent`));
      await writeNew(path, torrent.bytes);
      if (options.json === true)
        context.output.json({ name: torrent.name, path, bytes: torrent.bytes.length });
      else context.output.data(path);
    }),
  ) as unknown as Command;
}

/** @throws {CodedError} ERR_CLI_TARGET_EXISTS unless the file that is there is the same */
async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(path, bytes, { flag: 'wx' });
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    throw new CodedError(
      'ERR_CLI_TARGET_EXISTS',
      `'${path}' exists: move it away, or choose another with -o`,
    );
  }
}

const EXAMPLES = `
Examples:
  $ pageswarm torrent "Introdução à Álgebra.pdf"
  $ pageswarm torrent 5f2b1c90 -o book.torrent && aria2c book.torrent`;
