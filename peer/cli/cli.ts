import { Command } from '@commander-js/extra-typings';
import { productVersion } from '../../common/runtime/version.ts';
import type { PeerEnvironment } from '../config.ts';
import type { CommandLine } from '../tui/tui.ts';
import { bansCommand } from './bans.ts';
import { cancelCommand } from './cancel.ts';
import { configCommand } from './config.ts';
import { extractCommand } from './extract.ts';
import { getCommand } from './get.ts';
import { heatCommand } from './heat.ts';
import { historyCommand } from './history.ts';
import { hostsCommand } from './hosts.ts';
import { createInside, exitCodeOfRun } from './inside.ts';
import { limitsCommand } from './limits.ts';
import { listCommand } from './list.ts';
import { logCommand } from './log.ts';
import { networkCommand } from './network.ts';
import { openCommand } from './open.ts';
import { withNodeOptions } from './options.ts';
import { pagesCommand } from './pages.ts';
import { pauseCommand } from './pause.ts';
import { peerCommand } from './peer.ts';
import { peersCommand } from './peers.ts';
import { createPerform, type Perform } from './perform.ts';
import { publishCommand } from './publish.ts';
import { removeCommand } from './remove.ts';
import { resumeCommand } from './resume.ts';
import { retryCommand } from './retry.ts';
import { searchCommand } from './search.ts';
import { showCommand } from './show.ts';
import { statusCommand } from './status.ts';
import { torrentCommand } from './torrent.ts';
import { trackersCommand } from './trackers.ts';
import { transfersCommand } from './transfers.ts';
import { uiCommand } from './ui.ts';
import { verifyCommand } from './verify.ts';
import { watchCommand } from './watch.ts';

/**
 * Runs the command line `args` (as in `process.argv`) to its end.
 *
 * @param others verbs of other rooms
 * @returns the exit code
 */
export async function runCommandLine(
  args: readonly string[],
  environment: PeerEnvironment,
  others: readonly Command[],
): Promise<number> {
  let exitCode = 0;
  const perform = createPerform(environment, (code) => {
    exitCode ||= code;
  });
  endQuietlyWithoutReader();
  try {
    const inside = createInside((within) => createProgram(within, others, inside), environment);
    await createProgram(perform, others, inside).parseAsync(args);
  } catch (error) {
    exitCode ||= exitCodeOfRun(error, (line) => process.stderr.write(`${line}\n`));
  }
  return exitCode;
}

/**
 * All verbs.
 *
 * @param inside the command line that the node's screen offers
 */
export function createProgram(perform: Perform, others: readonly Command[], inside: CommandLine): Command {
  const program = new Command('pageswarm')
    .description('Distributes PDF documents page by page between many machines.')
    .version(`pageswarm ${productVersion()}`)
    .addHelpText('after', EXAMPLES);
  const [tracker, ...more] = others;
  const screens = [peerCommand, uiCommand].map((verb) => verb(perform, inside));
  const verbs = [
    publishCommand,
    searchCommand,
    showCommand,
    listCommand,
    hostsCommand,
    trackersCommand,
    statusCommand,
    networkCommand,
    peersCommand,
    bansCommand,
    limitsCommand,
    logCommand,
    watchCommand,
    heatCommand,
    removeCommand,
    verifyCommand,
    transfersCommand,
    historyCommand,
    pauseCommand,
    resumeCommand,
    retryCommand,
    cancelCommand,
    configCommand,
    openCommand,
  ].map((verb) => verb(perform));
  const files = [getCommand, torrentCommand, pagesCommand, extractCommand].map((verb) => verb(perform));
  for (const verb of [...(tracker === undefined ? [] : [tracker]), ...screens, ...verbs, ...files, ...more]) {
    program.addCommand(verb);
  }
  for (const command of [program, ...program.commands]) {
    command.exitOverride().showHelpAfterError('(--help tells more)').helpCommand(false);
  }
  return acceptOptionsBeforeVerb(program);
}

/** `pageswarm --data DIR search ...` means the same as `pageswarm search --data DIR ...`. */
function acceptOptionsBeforeVerb(program: Command): Command {
  withNodeOptions(program).enablePositionalOptions();
  return program.hook('preAction', (_, verb) => {
    for (const [name, value] of Object.entries(program.opts())) {
      if (verb.getOptionValueSource(name) !== 'cli') verb.setOptionValueWithSource(name, value, 'cli');
    }
  });
}

/**
 * `pageswarm list | head` closes the pipe early, which is no failure; and work goes on when nobody reads its progress
 * any more. A terminal whose window was closed (EIO) hangs up as well, and that signal ends the work in order.
 */
function endQuietlyWithoutReader(): void {
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  });
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    if (error.code !== 'EIO') throw error;
  });
}

const EXAMPLES = `
Examples:
  $ pageswarm tracker                                    on one machine
  $ pageswarm publish book.pdf --tracker http://192.0.2.7:8168
  $ pageswarm search book --tracker http://192.0.2.7:8168
  $ pageswarm get book.pdf --tracker http://192.0.2.7:8168

Exit codes: 0 ok, 1 other failure, 2 usage, 3 not found, 4 no live holder, 6 tracker unreachable, 7 interrupted and
resumable, 9 no space, 13 target exists, 32 checksum.`;
