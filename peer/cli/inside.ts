import { stripVTControlCharacters } from 'node:util';
import { type Command, CommanderError } from '@commander-js/extra-typings';
import { silentLog } from '../../common/runtime/log.ts';
import { formatBytes } from '../../common/text/format.ts';
import type { PeerEnvironment } from '../config.ts';
import type { CommandLine, CommandSink } from '../tui/tui.ts';
import { exitCodeOf, USAGE } from './exit-code.ts';
import type { Output } from './output.ts';
import { createPerform, failureLine, type Perform } from './perform.ts';

/** They open a screen, or run until they are stopped. */
const OUTSIDE = ['peer', 'ui', 'tracker'];

/** the terminal's width is not the dialog's */
const HELP_COLUMNS = 80;

/** The command line for use on a node's screen. @param build makes the program; anew for each command, as it keeps options */
export function createInside(
  build: (perform: Perform) => Command,
  environment: PeerEnvironment,
): CommandLine {
  return {
    get verbs() {
      const { commands } = build(async () => undefined);
      return commands.map((command) => command.name()).filter((verb) => !OUTSIDE.includes(verb));
    },
    outside: OUTSIDE,
    async run(words, data, sink, { signal }) {
      let exitCode = 0;
      const output = outputInto(sink, signal);
      const surround = () => ({ output, log: silentLog, signal, [Symbol.dispose]: () => undefined });
      const fail = (code: number): void => {
        exitCode ||= code;
      };
      const perform = createPerform({ ...environment, PAGESWARM_DATA: data }, fail, surround);
      try {
        await speakInto(build(perform), sink).parseAsync([...words], { from: 'user' });
      } catch (error) {
        fail(exitCodeOfRun(error, output.error));
      }
      output.live([]);
      return exitCode;
    },
  };
}

/** --help and --version come as errors, too, with 0; commander has said why it refused a command line. */
export function exitCodeOfRun(error: unknown, say: (line: string) => void): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
  say(failureLine(error));
  return exitCodeOf(error);
}

function outputInto(sink: CommandSink, signal: AbortSignal): Output {
  const write = (text: string, kind: 'data' | 'news' | 'error') => {
    for (const line of plainLines(text)) sink.write(line, kind);
  };
  return {
    interactive: true,
    data: (line) => write(line, 'data'),
    json: (value) => write(JSON.stringify(value), 'data'),
    bytes: (bytes) => write(`(${formatBytes(bytes.length)})`, 'data'),
    note: (line) => write(line, 'news'),
    error: (line) => write(line, 'error'),
    live: (lines) => sink.live(lines.flatMap(plainLines)),
    confirm: async (question) => (signal.aborted ? undefined : await sink.confirm(question)),
  };
}

/** What commander says, help and refusals, goes the same way. */
function speakInto(program: Command, sink: CommandSink): Command {
  const say = (kind: 'data' | 'error') => (text: string) => {
    for (const line of plainLines(text.replace(/\n$/, ''))) sink.write(line, kind);
  };
  for (const command of [program, ...program.commands])
    command.configureOutput({
      writeOut: say('data'),
      writeErr: say('error'),
      getOutHelpWidth: () => HELP_COLUMNS,
      getErrHelpWidth: () => HELP_COLUMNS,
    });
  return program;
}

/** Colours are the screen's business. */
function plainLines(text: string): string[] {
  return stripVTControlCharacters(text).split('\n');
}
