import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { CodedError } from '../../common/errors.ts';
import { mapFile } from '../../common/runtime/map-file.ts';
import { cleanText } from '../../common/text/clean-text.ts';
import { formatBytes, formatCount } from '../../common/text/format.ts';
import { writePages } from '../merge/merge.ts';
import type { Abortable } from '../operations/operations.ts';
import { localFile } from './local-file.ts';
import { withCommonOptions } from './options.ts';
import { parsePageList } from './page-list.ts';
import type { Perform, VerbContext } from './perform.ts';
import { targetFile } from './target-file.ts';

/** The verb `extract`. */
export function extractCommand(perform: Perform): Command {
  const command = new Command('extract')
    .description('write some pages of a local PDF to a new one, cut by the page map')
    .argument('<file>', 'a PDF')
    .requiredOption('-p, --pages <list>', 'which pages: 3,10-12,20- (20 to the last)')
    .requiredOption('-o, --output <file>', 'the new PDF; - for stdout')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
  return withCommonOptions(command).action((file, options) =>
    perform(options, async (context) => {
      const source = await localFile(file);
      if (options.output === '-') return await extractToStdout(source, options.pages, context);

      const out = await targetFile(options.output);
      const { pages, bytes } = await extract(source, options.pages, out, context);
      if (options.json === true) return context.output.json({ path: out, pages, bytes });
      context.output.data(out);
      context.output.note(`${formatCount(pages, 'page')}, ${formatBytes(bytes)}`);
    }),
  ) as unknown as Command;
}

async function extractToStdout(source: string, list: string, context: VerbContext): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'pageswarm-'));
  try {
    const out = join(folder, 'pages.pdf');
    await extract(source, list, out, context);
    context.output.bytes(await readFile(out));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @throws {CodedError} ERR_CLI_NO_PAGE_MAP, ERR_CLI_USAGE; those of `mapFile` and `writePages`
 */
async function extract(
  source: string,
  list: string,
  out: string,
  { signal }: Abortable,
): Promise<{ readonly pages: number; readonly bytes: number }> {
  const { map, pages, reason } = await mapFile(source, { signal });
  if (map === undefined) {
    throw new CodedError('ERR_CLI_NO_PAGE_MAP', cleanText(`'${source}' cannot be cut by pages: ${reason}`));
  }
  return await writePages({ source, map, pages: parsePageList(list, pages), out }, { signal });
}

const EXAMPLES = `
Examples:
  $ pageswarm extract manual.pdf --pages 3,10-12 -o some.pdf
  $ pageswarm extract manual.pdf --pages 200- -o end.pdf`;
