import { stat } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { CodedError, codeOf, messageOf } from '../../common/errors.ts';
import { cleanText } from '../../common/text/clean-text.ts';
import { formatBytes, formatCount } from '../../common/text/format.ts';
import type { GetRequest, Operations } from '../operations/operations.ts';
import type { Peer } from '../peer.ts';
import { detach } from './detach.ts';
import { getMany } from './get-many.ts';
import { getOne, type Outcome } from './get-one.ts';
import { createGetView, type GetView } from './get-view.ts';
import { createManyView, type ManyState, manyEnd } from './many-view.ts';
import { withLimitOptions, withListenOptions, withNodeOptions } from './options.ts';
import type { Perform, VerbContext } from './perform.ts';
import { checkFolderOf } from './target-file.ts';
import { unheededLimits } from './unheeded-limits.ts';
import { wantedList } from './wanted-list.ts';
import { rememberedConfigOf, untilStopped, withOperations } from './with-operations.ts';

/** The verb `get`. */
export function getCommand(perform: Perform): Command {
  const command = new Command('get')
    .description('fetch documents from everyone who holds them, verify them, and become a holder')
    .argument(
      '[documents...]',
      'SHA-256, info hash, the beginning of either, exact name, .torrent, magnet; - for a list on stdin',
    )
    .option('--from <file>', 'a list of documents, one on each line; - for stdin')
    .option('--all', 'everything that the trackers have published')
    .option('-o, --out <path>', 'file or folder to put it in; by default the library folder')
    .option('--reading-copy <file>', 'a readable PDF of what has arrived, renewed every few seconds')
    .option('--no-digests', 'believe the published MD5 and SHA-256; every part is verified all the same')
    .option('--serve', 'go on as one more holder until stopped')
    .option('-d, --detach', 'hand it to the running peer, print the id of the transfer, and end')
    .option('--json', 'print the result (with --detach the transfer) as JSON, one line for each document')
    .addHelpText('after', EXAMPLES);
  return withLimitOptions(withListenOptions(withNodeOptions(command))).action((documents, options) =>
    perform(options, async (context) => {
      const { out, readingCopy, from, all } = options;
      if (all === true && (documents.length > 0 || from !== undefined))
        throw new CodedError('ERR_CLI_USAGE', '--all is everything: name no documents beside it');
      const named = all === true ? [] : await wantedList(documents, from);
      await checkTargets(all === true || named.length > 1, out, readingCopy);
      const request = {
        serve: options.serve === true,
        ...(options.digests ? {} : { believeDigests: true as const }),
        ...(out === undefined ? {} : { out: resolveKeepingSlash(out) }),
        ...(readingCopy === undefined ? {} : { readingCopy: resolve(readingCopy) }),
      };

      const config = await rememberedConfigOf(options, context);
      const json = options.json === true;
      const wantedOf = async (operations: Operations): Promise<readonly string[]> =>
        all === true ? (await operations.list(context)).map(({ sha256 }) => sha256) : named;
      const unheeded = unheededLimits(options);
      if (options.detach === true) {
        if (unheeded !== '') context.output.note(unheeded);
        return await detach(wantedOf, request, json, config, context);
      }
      const work = async (operations: Operations, own: Peer | undefined) => {
        if (own === undefined && unheeded !== '') context.output.note(unheeded);
        const wanted = await wantedOf(operations);
        const [only = ''] = wanted;
        const outcomes =
          wanted.length === 1
            ? await getAlone(operations, { ...request, document: only }, context)
            : getTogether(operations, wanted, request, context);
        for await (const outcome of outcomes) tell(outcome, json, context);
        if (own === undefined || !request.serve || context.signal.aborted) return;
        context.output.note(`Serving at ${own.addresses.join(', ')} until Ctrl-C.`);
        await untilStopped(context.signal);
      };
      await withOperations(config, context, work, { lasting: request.serve });
    }),
  ) as unknown as Command;
}

type Wish = Omit<GetRequest, 'document'>;

/** Fetches one document, showing all that happens; the outcome, if it was not interrupted. */
async function getAlone(
  operations: Operations,
  request: GetRequest,
  context: VerbContext,
): Promise<Outcome[]> {
  const view = createGetView(context.output, () => performance.now());
  const outcome = await getOne(operations, request, context, (event) => view.show(event));
  context.output.live([]);
  if (outcome.error !== undefined && context.signal.aborted) throw interrupted(outcome.error, view.kept());
  return [outcome];
}

/** Fetches several, showing them in sum, and tells of each. */
async function* getTogether(
  operations: Operations,
  documents: readonly string[],
  wish: Wish,
  context: VerbContext,
): AsyncGenerator<Outcome> {
  const view = createManyView(context.output, documents.length, () => performance.now());
  let stopped: unknown;
  for await (const outcome of getMany(operations, documents, wish, context, view)) {
    // what was interrupted is not reported one by one
    if (outcome.error !== undefined && context.signal.aborted) stopped ??= outcome.error;
    else yield outcome;
  }
  context.output.live([]);
  if (stopped !== undefined) throw interruptedAmong(stopped, view.state);
  context.output.note(manyEnd(view.state));
}

function tell({ document, result, error }: Outcome, json: boolean, context: VerbContext): void {
  if (error !== undefined) context.report(error, document);
  if (result === undefined) return;
  if (json) context.output.json(result);
  else context.output.data(cleanText(result.path));
}

/** What Ctrl-C leaves, and how to go on. */
function interrupted(error: unknown, kept: ReturnType<GetView['kept']>): CodedError {
  if (codeOf(error) === 'ERR_PEER_INTERRUPTED' && kept === undefined)
    return new CodedError('ERR_PEER_INTERRUPTED', messageOf(error), { cause: error });
  const what = kept === undefined ? 'nothing' : `${formatBytes(kept.verified)} of ${formatBytes(kept.size)}`;
  return stoppedWith(`${what} kept`, error);
}

function interruptedAmong(error: unknown, { total, fetched, present, bytes }: ManyState): CodedError {
  const here = `${fetched + present} of ${formatCount(total, 'document')} are here`;
  return stoppedWith(`${here}, and what arrived of others is kept (${formatBytes(bytes)} in all)`, error);
}

function stoppedWith(what: string, cause: unknown): CodedError {
  const message = `interrupted; ${what}, the same command goes on from there`;
  return new CodedError('ERR_PEER_INTERRUPTED', message, { cause });
}

/**
 * Where several documents go: into a folder, which is made if there is none.
 *
 * @throws {CodedError} ERR_CLI_USAGE when they are to become one file; ERR_CLI_NO_SUCH_FOLDER for the reading copy
 */
async function checkTargets(
  several: boolean,
  out: string | undefined,
  readingCopy: string | undefined,
): Promise<void> {
  if (readingCopy !== undefined) await checkFolderOf(readingCopy);
  if (!several) return;
  if (readingCopy !== undefined) throw new CodedError('ERR_CLI_USAGE', '--reading-copy is for one document');
  if (out === undefined || /[/\\]$/.test(out)) return;
  const target = await stat(out).catch(() => undefined);
  if (target?.isDirectory() !== true) {
    const what = 'for several documents, --out is a folder: an existing one, or a path that ends in a slash';
    throw new CodedError('ERR_CLI_USAGE', what);
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
  $ pageswarm get --from wanted.txt --out ~/books/ --json
  $ pageswarm search algebra --json | jq -r '.results[].sha256' | pageswarm get -
  $ pageswarm get --all`;

/** An absolute path; one that ends in a slash goes on to mean a folder. */
function resolveKeepingSlash(path: string): string {
  return /[/\\]$/.test(path) ? resolve(path) + sep : resolve(path);
}
