import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { cleanText } from '../../common/text/clean-text.ts';
import { formatInstant } from '../../common/text/format.ts';
import { LOG_ENTRY_LEVELS, type LogEntry, type Operations } from '../operations/operations.ts';
import { withNodeOptions } from './options.ts';
import type { Perform, VerbContext } from './perform.ts';
import { watchedOperations } from './running-peer.ts';
import { configOf, untilInterrupted } from './with-operations.ts';

/** Entries shown unless told otherwise: more than a screen. */
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 10_000;

/** The verb `log`. */
export function logCommand(perform: Perform): Command {
  const command = new Command('log')
    .description("show the running peer's log, whatever level it is started with")
    .option('-f, --follow', 'go on with what comes, until Ctrl-C')
    .addOption(
      new Option('--level <level>', 'this level and more urgent ones')
        .choices(LOG_ENTRY_LEVELS)
        .default('info' as LogEntry['level']),
    )
    .option('--limit <number>', 'the last so many entries', parseLimit, DEFAULT_LIMIT)
    .option('--json', 'print one JSON line per entry')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action((options) =>
    perform(options, async (context) => {
      const config = await configOf(options, context);
      const { level, limit } = options;
      const show = (entry: LogEntry): void => {
        if (options.json === true) context.output.json(entry);
        else context.output.data(entryLine(entry));
      };
      const operations = await watchedOperations(config);
      const entries = await operations.log({ level, limit }, context);
      for (const entry of entries) show(entry);
      if (options.follow !== true) return;
      for await (const entry of entriesSince(operations, entries.at(-1)?.sequence ?? 0, context)) {
        if (LOG_ENTRY_LEVELS.indexOf(entry.level) <= LOG_ENTRY_LEVELS.indexOf(level)) show(entry);
      }
    }),
  ) as unknown as Command;
}

/** What comes after entry `sequence`, of every level. */
async function* entriesSince(
  operations: Operations,
  sequence: number,
  context: VerbContext,
): AsyncGenerator<LogEntry> {
  for await (const event of untilInterrupted(operations.watch(['log'], context), context.signal)) {
    if (event.part === 'log') yield* event.entries.filter((entry) => entry.sequence > sequence);
  }
}

function entryLine({ at, level, event, details }: LogEntry): string {
  return cleanText(`${formatInstant(at)} ${level.padEnd(5)} ${event} ${details}`);
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (/^\d+$/.test(text) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new InvalidArgumentError(`a limit is a number from 1 to ${MAX_LIMIT}`);
}

const EXAMPLES = `
Examples:
  $ pageswarm log --follow
  $ pageswarm log --level warn --limit 20 --json`;
