import { Command } from '@commander-js/extra-typings';
import { loadConfig } from '../config.ts';
import type { CommandLine } from '../tui/tui.ts';
import { flagsOf, type NodeOptions, withNodeOptions } from './options.ts';
import type { Perform, VerbContext } from './perform.ts';
import { watchedOperations } from './running-peer.ts';
import { type ScreenOptions, screenFlagsOf, withScreenOptions } from './screen-options.ts';

/** The verb `ui`. @param inside the command line that the screen offers */
export function uiCommand(perform: Perform, inside: CommandLine): Command {
  const command = new Command('ui')
    .description('open the screen of the peer that runs on the data folder')
    .addHelpText('after', EXAMPLES);
  return withScreenOptions(withNodeOptions(command)).action((options) =>
    perform(options, (context) => attach(options, context, inside)),
  ) as unknown as Command;
}

/** Shows the node that runs on the data folder, until the person leaves. The node stays. */
export async function attach(
  options: NodeOptions & ScreenOptions,
  { environment, output, signal }: VerbContext,
  inside: CommandLine,
): Promise<void> {
  const { showAttachedNode } = await import('../tui/tui.ts');
  const load = () => loadConfig({ ...flagsOf(options), ...screenFlagsOf(options) }, environment);
  await showAttachedNode({
    load,
    connect: watchedOperations,
    commandLine: inside,
    note: output.note,
    signal,
  });
}

const EXAMPLES = `
Several screens on one peer are fine. To leave one, press q; the peer goes on.

Examples:
  $ pageswarm peer --headless &
  $ pageswarm ui
  $ pageswarm ui --data /srv/pageswarm --lang pt`;
