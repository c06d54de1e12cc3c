import { Command } from '@commander-js/extra-typings';
import { CodedError } from '../../common/errors.ts';
import { cleanText } from '../../common/text/clean-text.ts';
import { formatBytes, formatCount } from '../../common/text/format.ts';
import type { Operations, VerifiedDocument } from '../operations/operations.ts';
import { createGetView } from './get-view.ts';
import { withNodeOptions } from './options.ts';
import type { Perform, VerbContext } from './perform.ts';
import { configOf, withOperations } from './with-operations.ts';

/** The verb `verify`. */
export function verifyCommand(perform: Perform): Command {
  const command = new Command('verify')
    .description('read documents again, and compare every byte with what was published')
    .argument('[documents...]', 'SHA-256, info hash, the beginning of either, or exact name')
    .option('--all', 'all that are here in full')
    .option('--repair', 'fetch what is wrong from others; what is right is kept')
    .option('--json', 'print one JSON line for each document')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action((documents, { all, repair, json, ...options }) =>
    perform(options, async (context) => {
      if ((documents.length === 0) !== (all === true))
        throw new CodedError('ERR_CLI_USAGE', 'name documents, or verify --all');
      const config = await configOf(options, context);
      await withOperations(config, context, async (operations) => {
        const wrong = await verifyAll(operations, documents, json === true, context);
        for (const document of wrong) {
          if (repair === true) await repairOne(operations, document, json === true, context);
          else context.report(damageOf(document), document.name);
        }
      });
    }),
  ) as unknown as Command;
}

/** Tells of each document as it is read. @returns those that are not whole */
async function verifyAll(
  operations: Operations,
  documents: readonly string[],
  json: boolean,
  context: VerbContext,
): Promise<VerifiedDocument[]> {
  const { output } = context;
  const wrong: VerifiedDocument[] = [];
  let [count, ready] = [0, 0];
  for await (const event of operations.verify({ documents }, context)) {
    if (event.type === 'counted') count = event.documents;
    else if (event.type === 'reading') {
      const place = count > 1 ? `${ready + 1}/${count} ` : '';
      const percent = Math.floor((100 * event.done) / Math.max(1, event.total));
      output.live([cleanText(`${place}${event.name}: ${percent} % of ${formatBytes(event.total)}`)]);
      continue;
    } else ready++;
    output.live([]);
    if (event.type === 'refused') context.report(new CodedError(event.code, event.message), event.document);
    if (event.type !== 'verified') continue;
    if (json) output.json(event.document);
    else output.data(verdictLine(event.document));
    if (event.document.state !== 'whole') wrong.push(event.document);
  }
  if (count === 0) output.note('there is nothing to verify');
  return wrong;
}

/** What reading a document again came to, for people. */
function verdictLine(document: VerifiedDocument): string {
  const { name, path, size, md5, state, parts, wrongParts, wrongBytes, wrongPages } = document;
  if (state === 'missing') return cleanText(`${name}: missing; there is no ${path}`);
  if (state === 'whole') return cleanText(`${name}: whole, MD5 ${md5}`);
  const pages = wrongPages
    .map(({ firstPage, lastPage }) => (firstPage === lastPage ? `${firstPage}` : `${firstPage}-${lastPage}`))
    .join(', ');
  const which = pages === '' ? '' : `; pages ${pages}`;
  const much = `${wrongParts} of ${formatCount(parts, 'part')}, ${formatBytes(wrongBytes)} of ${formatBytes(size)}`;
  const what = wrongParts === 0 ? 'the file is longer than the document' : `wrong are ${much}${which}`;
  return cleanText(`${name}: damaged; ${what}`);
}

function damageOf({ state, name }: VerifiedDocument): CodedError {
  const what = `verify --repair, or get, fetches what is wrong of '${name}'`;
  if (state === 'missing') return new CodedError('ERR_CONTENT_MISSING', `its file is gone: ${what}`);
  return new CodedError('ERR_VERIFY_DAMAGED', `the file is not what was published: ${what}`);
}

async function repairOne(
  operations: Operations,
  { infoHash, name }: VerifiedDocument,
  json: boolean,
  context: VerbContext,
): Promise<void> {
  const view = createGetView(context.output, () => performance.now());
  try {
    for await (const event of operations.get({ document: infoHash, serve: true }, context)) {
      view.show(event);
      if (event.type !== 'done') continue;
      if (json) context.output.json({ type: 'repaired', ...event.result });
      else context.output.data(cleanText(`${name}: whole again at ${event.result.path}`));
    }
  } catch (error) {
    context.output.live([]);
    if (context.signal.aborted) throw error;
    context.report(error, name);
  }
}

const EXAMPLES = `
A document that is damaged is offered to nobody any more. Its file stays as it is: what is right of it is taken over, what is
wrong is fetched, and the whole lies beside it in the library folder.

Examples:
  $ pageswarm verify book.pdf
  $ pageswarm verify --all --repair
  $ pageswarm verify --all --json | jq -r 'select(.state != "whole").path'`;
