import { createReadStream, existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { CodedError } from '../../common/errors.ts';
import { localFile } from './local-file.ts';

/**
 * The documents that arguments and a list name, each once, in order; the path of a .torrent becomes absolute.
 *
 * @param named each a document, or `-` for a list on stdin
 * @param from  path of a list, or `-` for stdin: a document on each line; empty ones and those after `#` are skipped
 * @throws {CodedError} ERR_CLI_USAGE when nothing is named; ERR_CLI_NO_SUCH_FILE
 */
export async function wantedList(named: readonly string[], from: string | undefined): Promise<string[]> {
  const documents: string[] = [];
  for (const argument of named) {
    if (argument === '-') documents.push(...(await linesOf(process.stdin)));
    else documents.push(argument);
  }
  if (from === '-') documents.push(...(await linesOf(process.stdin)));
  else if (from !== undefined) documents.push(...(await linesOf(createReadStream(await localFile(from)))));
  if (documents.length === 0) throw new CodedError('ERR_CLI_USAGE', 'no document is named: see get --help');
  return [...new Set(documents)].map((document) =>
    /\.torrent$/i.test(document) && existsSync(document) ? resolve(document) : document,
  );
}

async function linesOf(input: NodeJS.ReadableStream): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input })) lines.push(line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#'));
}
