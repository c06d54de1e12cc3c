import { Command } from '@commander-js/extra-typings';
import { cleanText } from '../../common/text/clean-text.ts';
import { formatBytes, formatLatency, formatRate } from '../../common/text/format.ts';
import type { NetworkState } from '../operations/operations.ts';
import { withNodeOptions } from './options.ts';
import type { Perform } from './perform.ts';
import { watchedOperations } from './running-peer.ts';
import { type Column, formatTable } from './table.ts';
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
    ...titled('peers', PEER_COLUMNS, peers.map(peerRow)),
    ...titled('bans', BAN_COLUMNS, bans.map(banRow)),
  ];
}

function titled(title: string, columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : ['', `${title}:`, ...formatTable(columns, rows)];
}

const PEER_COLUMNS: readonly Column[] = [
  { title: 'address', max: 50 },
  { title: 'client', max: 24 },
  { title: 'by' },
  { title: 'latency', right: true },
  { title: 'up', right: true },
  { title: 'down', right: true },
  { title: 'sent', right: true },
  { title: 'received', right: true },
  { title: 'document', max: 50 },
];

function peerRow(peer: NetworkState['peers'][number]): string[] {
  return [
    peer.address,
    peer.client,
    peer.outgoing ? 'us' : 'them',
    formatLatency(peer.latencyMs),
    formatRate(peer.upRate),
    formatRate(peer.downRate),
    formatBytes(peer.uploadedBytes),
    formatBytes(peer.downloadedBytes),
    peer.document === '' ? peer.infoHash : peer.document,
  ];
}

const BAN_COLUMNS: readonly Column[] = [
  { title: 'when' },
  { title: 'address', max: 50 },
  { title: 'reason', max: 60 },
  { title: 'document', max: 50 },
];

function banRow({ at, address, reason, document }: NetworkState['bans'][number]): string[] {
  return [new Date(at).toISOString(), address, reason, document];
}

const EXAMPLES = `
Examples:
  $ pageswarm network
  $ pageswarm network --json | jq '.peers[].client'`;
