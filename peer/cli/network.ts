import { Command } from '@commander-js/extra-typings';
import { cleanText } from '../../common/text/clean-text.ts';
import { formatBytes, formatRate } from '../../common/text/format.ts';
import type { NetworkState } from '../operations/operations.ts';
import { withNodeOptions } from './options.ts';
import { banTable, peerTable } from './peer-table.ts';
import type { Perform } from './perform.ts';
import { watchedOperations } from './running-peer.ts';
import { trackerLine } from './tracker-line.ts';
import { configOf } from './with-operations.ts';

/** The verb `network`. */
export function networkCommand(perform: Perform): Command {
  const command = new Command('network')
    .description('show how the running peer is connected: trackers, peers, rates, bans')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action((options) =>
    perform(options, async (context) => {
      const config = await configOf(options, context);
      const network = await (await watchedOperations(config)).network(context);
      if (options.json === true) return context.output.json(network);
      for (const line of networkLines(network)) context.output.data(line);
    }),
  ) as unknown as Command;
}

function networkLines(network: NetworkState): string[] {
  const { addresses, trackers, peers, bans } = network;
  return [
    `interface  ${network.interface === '' ? 'all' : cleanText(network.interface)}`,
    ...addresses.map((address) => `address    ${address}`),
    ...trackers.map(trackerLine),
    `sent       ${formatBytes(network.uploadedBytes)}, ${formatRate(network.upRate)}`,
    `received   ${formatBytes(network.downloadedBytes)}, ${formatRate(network.downRate)}`,
    ...titled('peers', peers.length, peerTable(peers)),
    ...titled('bans', bans.length, banTable(bans)),
  ];
}

function titled(title: string, rows: number, lines: readonly string[]): string[] {
  return rows === 0 ? [] : ['', `${title}:`, ...lines];
}

const EXAMPLES = `
Examples:
  $ pageswarm network
  $ pageswarm network --json | jq '.peers[].client'`;
