import { basename, resolve } from 'node:path';
import { Command } from '@commander-js/extra-typings';
import { CodedError } from '../../common/errors.ts';
import { cleanText } from '../../common/text/clean-text.ts';
import { formatBytes, formatCount } from '../../common/text/format.ts';
import type { Operations, PublishEvent, PublishedFile, PublishRequest } from '../operations/operations.ts';
import type { Peer } from '../peer.ts';
import { withListenOptions, withNodeOptions } from './options.ts';
import { nodeMessage } from './peer.ts';
import type { Perform, VerbContext } from './perform.ts';
import { rememberedConfigOf, untilStopped, withOperations } from './with-operations.ts';

/** The verb `publish`. */
export function publishCommand(perform: Perform): Command {
  const command = new Command('publish')
    .description('publish PDFs, shared where they lie')
    .argument('<paths...>', 'PDF files, and folders of them')
    .option('--copy', 'copy them into the library folder instead')
    .option('--any', 'accept files that are not PDFs, too')
    .option('--json', 'print one JSON line per file as it is ready')
    .addHelpText('after', EXAMPLES);
  return withListenOptions(withNodeOptions(command)).action((paths, options) =>
    perform(options, async (context) => {
      const config = await rememberedConfigOf(options, context);
      const json = options.json === true;
      const request: PublishRequest = {
        paths: paths.map(absolute),
        copy: options.copy === true,
        any: options.any === true,
      };
      const work = async (operations: Operations, own: Peer | undefined) => {
        const files = await publishAll(operations, request, context, json);
        if (own === undefined || files.length === 0) return;

        if (json) context.output.json(nodeMessage('serving', own));
        const where = own.addresses.join(', ');
        context.output.note(`Serving ${formatCount(own.documents, 'document')} at ${where} until Ctrl-C.`);
        await untilStopped(context.signal);
      };
      await withOperations(config, context, work, { lasting: true });
    }),
  ) as unknown as Command;
}

/** An empty path would mean this folder: a script's variable that was not set would publish everything in it. */
function absolute(path: string): string {
  if (path === '')
    throw new CodedError('ERR_CLI_USAGE', 'a path is empty: name files and folders, or . for this one');
  return resolve(path);
}

/** Publishes, telling of each file; a refused one is reported, and the others go on. */
async function publishAll(
  operations: Operations,
  request: PublishRequest,
  context: VerbContext,
  json: boolean,
): Promise<PublishedFile[]> {
  const files: PublishedFile[] = [];
  let count = 0;
  let ready = 0;
  for await (const event of operations.publish(request, context)) {
    if (event.type === 'counted') count = event.files;
    else if (event.type === 'reading') showReading(event, count > 1 ? `${ready}/${count} ` : '', context);
    else {
      ready++;
      context.output.live([]);
    }
    if (event.type === 'refused') {
      if (json) context.output.json(event);
      context.report(new CodedError(event.code, event.message), event.path);
    }
    if (event.type === 'published') {
      files.push(event.file);
      if (json) context.output.json({ type: 'published', ...event.file });
      else for (const line of publishedLines(event.file)) context.output.data(line);
    }
  }
  return files;
}

function showReading(
  { path, stage, done, total }: PublishEvent & { type: 'reading' },
  before: string,
  { output }: VerbContext,
): void {
  const share = total > 0 ? ` ${Math.floor((100 * done) / total)} %` : '';
  output.live([cleanText(`${before}${path}: ${stage}${share}`)]);
}

const STATE = {
  new: (as: string) => `published${as}`,
  known: (as: string) => `was published before${as}, is shared under that publication`,
  local: (as: string) => `is shared${as}, but no tracker took it yet`,
} as const;

/** One published file, for people: they know it by the name that it has on their disk. */
function publishedLines(file: PublishedFile): string[] {
  const fileName = cleanText(basename(file.path)).normalize('NFC');
  const as = fileName === cleanText(file.name).normalize('NFC') ? '' : ` as ${file.name}`;
  const pages = file.pages > 0 ? `${formatCount(file.pages, 'page')}, ` : '';
  const map = file.mapped ? '' : `; no page map: ${file.reason}`;
  return [
    cleanText(`${fileName} ${STATE[file.state](as)} (${pages}${formatBytes(file.size)}${map})`),
    `  sha256 ${file.sha256}`,
    `  info hash ${file.infoHash}`,
    ...file.warnings.map(({ message }) => `  warning: ${message}`),
  ];
}

const EXAMPLES = `
A running peer of the same --data takes the files over; without one this command serves them until it is stopped.

Examples:
  $ pageswarm publish thesis.pdf --tracker http://192.0.2.7:8168
  $ pageswarm publish ~/lectures --copy`;
