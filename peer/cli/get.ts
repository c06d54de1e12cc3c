import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { createInterface } from 'node:readline';
import { Command } from '@commander-js/extra-typings';
import { CodedError, codeOf, messageOf } from '../../common/errors.ts';
import { cleanText } from '../../common/text/clean-text.ts';
import { formatBytes } from '../../common/text/format.ts';
import type { GetRequest, GetResult, Operations } from '../operations/operations.ts';
import type { Peer } from '../peer.ts';
import { detach } from './detach.ts';
import { createGetView, type GetView } from './get-view.ts';
import { withLimitOptions, withListenOptions, withNodeOptions } from './options.ts';
import type { Perform, VerbContext } from './perform.ts';
import { checkFolderOf } from './target-file.ts';
import { rememberedConfigOf, untilStopped, withOperations } from './with-operations.ts';

/** The verb `get`. */
export function getCommand(perform: Perform): Command {
  const command = new Command('get')
    .description('fetch documents from everyone who holds them, verify them, and become a holder')
    .argument(
      '<documents...>',
      'SHA-256, info hash, the beginning of either, exact name, .torrent, magnet; - for a list',
    )
    .option('-o, --out <path>', 'file or folder to put it in; by default the library folder')
    .option('--reading-copy <file>', 'a readable PDF of what has arrived, renewed every few seconds')
    .option('--serve', 'go on as one more holder until stopped')
    .option('-d, --detach', 'hand it to the running peer, print the id of the transfer, and end')
    .option('--json', 'print the result (with --detach the transfer) as JSON, one line for each document')
    .addHelpText('after', EXAMPLES);
  return withLimitOptions(withListenOptions(withNodeOptions(command))).action((documents, options) =>
    perform(options, async (context) => {
      const wanted = await listed(documents);
      const { out, readingCopy } = options;
      await checkTargets(wanted, out, readingCopy);
      const request = {
        serve: options.serve === true,
        ...(out === undefined ? {} : { out: resolveKeepingSlash(out) }),
        ...(readingCopy === undefined ? {} : { readingCopy: resolve(readingCopy) }),
      };

      const config = await rememberedConfigOf(options, context);
      if (options.detach === true)
        return await detach(wanted, request, options.json === true, config, context);
      const work = async (operations: Operations, own: Peer | undefined) => {
        for (const document of wanted) {
          const result = await getOne(operations, { ...request, document }, context);
          if (result === undefined) continue;
          if (options.json === true) context.output.json(result);
          else context.output.data(cleanText(result.path));
        }
        if (own === undefined || !request.serve || context.signal.aborted) return;
        context.output.note(`Serving at ${own.addresses.join(', ')} until Ctrl-C.`);
        await untilStopped(context.signal);
      };
      await withOperations(config, context, work, { lasting: request.serve });
    }),
  ) as unknown as Command;
}

/** Fetches one document; a failure is reported, so that the others go on. */
async function getOne(
  operations: Operations,
  request: GetRequest,
  context: VerbContext,
): Promise<GetResult | undefined> {
  const view = createGetView(context.output, () => performance.now());
  let result: GetResult | undefined;
  try {
    context.signal.throwIfAborted();
    for await (const event of operations.get(request, context)) {
      view.show(event);
      if (event.type === 'done') result = event.result;
    }
  } catch (error) {
    context.output.live([]);
    if (context.signal.aborted) throw interrupted(error, view);
    context.report(error, request.document);
  }
  if (result?.md5Ok === false) context.report(wrongMd5(result), request.document);
  return result;
}

/** What Ctrl-C leaves, and how to go on. */
function interrupted(error: unknown, view: GetView): CodedError {
  const kept = view.kept();
  if (codeOf(error) === 'ERR_PEER_INTERRUPTED' && kept === undefined) {
    return new CodedError('ERR_PEER_INTERRUPTED', messageOf(error), { cause: error });
  }
  const what = kept === undefined ? 'nothing' : `${formatBytes(kept.verified)} of ${formatBytes(kept.size)}`;
  return new CodedError(
    'ERR_PEER_INTERRUPTED',
    `interrupted; ${what} kept, the same command goes on from there`,
    {
      cause: error,
    },
  );
}

function wrongMd5({ md5, path }: GetResult): CodedError {
  const what = `the MD5 of '${path}' is ${md5}, which is not the published one, though every leaf verified: ask the publisher`;
  return new CodedError('ERR_VERIFY_MISMATCH', what);
}

/** The documents that the arguments mean: `-` is a list on stdin, and the path of a .torrent becomes absolute. */
async function listed(args: readonly string[]): Promise<string[]> {
  const documents: string[] = [];
  for (const argument of args) {
    if (argument === '-') documents.push(...(await readList()));
    else documents.push(argument);
  }
  if (documents.length === 0) throw new CodedError('ERR_CLI_USAGE', 'the list on stdin names no document');
  return documents.map((document) =>
    /\.torrent$/i.test(document) && existsSync(document) ? resolve(document) : document,
  );
}

async function readList(): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: process.stdin })) lines.push(line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}

/**
 * @throws {CodedError} ERR_CLI_USAGE when several documents are to become one file; ERR_CLI_NO_SUCH_FOLDER for the reading
 *   copy
 */
async function checkTargets(
  documents: readonly string[],
  out: string | undefined,
  readingCopy: string | undefined,
): Promise<void> {
  if (readingCopy !== undefined) await checkFolderOf(readingCopy);
  if (documents.length < 2) return;
  if (readingCopy !== undefined) throw new CodedError('ERR_CLI_USAGE', '--reading-copy is for one document');
  if (out === undefined) return;
  const target = await stat(out).catch(() => undefined);
  if (target?.isDirectory() !== true) {
    throw new CodedError('ERR_CLI_USAGE', 'for several documents, --out is an existing folder');
  }
}

const EXAMPLES = `
A running peer of the same --data does the work, within its own limits (pageswarm limits), and goes on as a holder; Ctrl-C
here ends the download there, too. What is verified is kept in any case: the same command goes on from there.

Examples:
  $ pageswarm get 5f2b1c90 --tracker http://192.0.2.7:8168
  $ pageswarm get "Introdução à Álgebra.pdf" --out ~/books --serve
  $ pageswarm get book.torrent --reading-copy now.pdf
  $ pageswarm get book.pdf --detach && pageswarm transfers
  $ pageswarm list --json | jq -r '.documents[].sha256' | pageswarm get - --json`;

/** An absolute path; one that ends in a slash goes on to mean a folder. */
function resolveKeepingSlash(path: string): string {
  return /[/\\]$/.test(path) ? resolve(path) + sep : resolve(path);
}
