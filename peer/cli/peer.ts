import { Command } from '@commander-js/extra-typings';
import { formatCount } from '../../common/text/format.ts';
import type { PeerConfig } from '../config.ts';
import type { Peer } from '../peer.ts';
import { withListenOptions, withNodeOptions } from './options.ts';
import type { Perform } from './perform.ts';
import { asNode, rememberedConfigOf, untilStopped } from './with-operations.ts';

/** The verb `peer`. */
export function peerCommand(perform: Perform): Command {
  const command = new Command('peer')
    .description('run a node that serves its library until it is stopped')
    .option('--json', 'print one JSON line when ready')
    .addHelpText('after', EXAMPLES);
  return withListenOptions(withNodeOptions(command)).action((options) =>
    perform(options, async (context) => {
      const config = await rememberedConfigOf(options, context);
      await asNode(
        config,
        context,
        async (peer) => {
          if (options.json === true) context.output.json(nodeMessage('ready', peer));
          else for (const line of readyLines(config, peer)) context.output.data(line);
          await untilStopped(context.signal);
          context.output.note('Stopping.');
        },
        { lasting: true, transfers: 'all' },
      );
    }),
  ) as unknown as Command;
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
--tracker is remembered in the folder the first time; later commands on the same --data need none.

Examples:
  $ pageswarm peer --tracker http://192.0.2.7:8168
  $ pageswarm peer --data /srv/pageswarm --host 192.0.2.20 --port 8200`;
