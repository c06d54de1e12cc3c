import { Command } from '@commander-js/extra-typings';
import { CodedError } from '../../common/errors.ts';
import { formatCount } from '../../common/text/format.ts';
import { loadConfig, type PeerConfig } from '../config.ts';
import { connectControl } from '../control/control.ts';
import type { Peer } from '../peer.ts';
import type { CommandLine } from '../tui/tui.ts';
import {
  flagsOf,
  type LimitOptions,
  type ListenOptions,
  type NodeOptions,
  withLimitOptions,
  withListenOptions,
  withNodeOptions,
} from './options.ts';
import type { Perform, VerbContext } from './perform.ts';
import { isAtTerminal, type ScreenOptions, screenFlagsOf, withScreenOptions } from './screen-options.ts';
import { attach } from './ui.ts';
import { asNode, rememberedConfigOf, startPeer, untilStopped } from './with-operations.ts';

/** The verb `peer`. @param inside the command line that the screen offers */
export function peerCommand(perform: Perform, inside: CommandLine): Command {
  const command = new Command('peer')
    .description('run a node that serves its library until it is stopped; on a terminal, with its screen')
    .option('--headless', 'no screen')
    .option('--json', 'no screen, but one JSON line when ready')
    .addHelpText('after', EXAMPLES);
  return withScreenOptions(withLimitOptions(withListenOptions(withNodeOptions(command)))).action((options) =>
    perform(options, async (context) => {
      const headless = options.headless === true || options.json === true || !isAtTerminal();
      if (headless) await serve(options, options.json === true, context);
      else await showScreen(options, context, inside);
    }),
  ) as unknown as Command;
}

/** It goes on with the transfers of its last run. */
const LASTING = { lasting: true, transfers: 'all' } as const;

type PeerOptions = NodeOptions & ListenOptions & LimitOptions & ScreenOptions;

async function serve(options: PeerOptions, json: boolean, context: VerbContext): Promise<void> {
  const config = await rememberedConfigOf(options, context);
  await asNode(
    config,
    context,
    async (peer) => {
      if (json) context.output.json(nodeMessage('ready', peer));
      else for (const line of readyLines(config, peer)) context.output.data(line);
      await untilStopped(context.signal);
      context.output.note('Stopping.');
    },
    LASTING,
  );
}

/** The node with its screen; or, where one runs already, the screen of that one, if this is wanted. */
async function showScreen(options: PeerOptions, context: VerbContext, inside: CommandLine): Promise<void> {
  const { data } = await rememberedConfigOf(options, context);
  if ((await connectControl(data)) !== undefined) {
    const question = `A peer runs on '${data}' already. Open its screen (as \`pageswarm ui\` does)?`;
    if ((await context.output.confirm(question, context)) === true) return attach(options, context, inside);
    throw new CodedError(
      'ERR_PEER_ALREADY_RUNNING',
      'open its screen with `pageswarm ui`, or stop that peer',
    );
  }
  const { showOwnNode } = await import('../tui/tui.ts');
  const flags = { ...flagsOf(options), ...screenFlagsOf(options) };
  await showOwnNode({
    load: () => loadConfig(flags, context.environment),
    // on the screen nothing may be printed: what is logged, the node keeps for its log pane
    start: (config) => startPeer(config, LASTING),
    commandLine: inside,
    note: context.output.note,
    signal: context.signal,
  });
}

/** What a program that started a node waits for. */
export function nodeMessage(type: 'ready' | 'serving', peer: Peer) {
  const { controlPort: control, addresses, port, documents } = peer;
  return { type, control, addresses, port, documents };
}

function readyLines(config: PeerConfig, peer: Peer): string[] {
  return [
    `Serving ${formatCount(peer.documents, 'document')} at ${peer.addresses.join(', ')}`,
    ...config.trackers.map((url) => `Tracker  ${url}`),
    `Data     ${config.data}`,
    'Stop with Ctrl-C.',
  ];
}

const EXAMPLES = `
On a terminal it opens a screen; \`pageswarm ui\` opens another one on the same peer. --tracker is remembered in the folder the first time; later commands on the same --data need none.

Examples:
  $ pageswarm peer --tracker http://192.0.2.7:8168
  $ pageswarm peer --headless
  $ pageswarm peer --data /srv/pageswarm --host 192.0.2.20 --port 8200`;
