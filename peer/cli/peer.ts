import { Command } from '@commander-js/extra-typings';
import type { PeerConfig } from '../config.ts';
import { formatCount } from './format.ts';
import { withListenOptions, withNodeOptions } from './options.ts';
import type { Perform } from './perform.ts';
import { type OwnNode, rememberedConfigOf, runNode, untilStopped } from './with-operations.ts';

/** The verb `peer`. */
export function peerCommand(perform: Perform): Command {
  const command = new Command('peer')
    .description('run a node that serves its library until it is stopped')
    .option('--json', 'print one JSON line when ready')
    .addHelpText('after', EXAMPLES);
  return withListenOptions(withNodeOptions(command)).action((options) =>
    perform(options, async (context) => {
      const config = await rememberedConfigOf(options, context);
      await runNode(config, context, { serve: true }, async (own) => {
        const shared = await own.peer.operations.shared(context);
        if (options.json === true) context.output.json(readyMessage(own, shared.length));
        else for (const line of readyLines(config, own, shared.length)) context.output.data(line);
        await untilStopped(context.signal);
        context.output.note('Stopping.');
      });
    }),
  ) as unknown as Command;
}

/** What a program that started a node waits for. */
export function readyMessage({ peer, control }: OwnNode, documents: number) {
  return { type: 'ready', control: control.port, addresses: peer.addresses, port: peer.port, documents };
}

function readyLines(config: PeerConfig, { peer }: OwnNode, documents: number): string[] {
  return [
    `Serving ${formatCount(documents, 'document')} at ${peer.addresses.join(', ')}`,
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
