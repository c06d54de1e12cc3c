import type { Log } from '../common/runtime/log.ts';
import { Built, type Composed, compose } from './compose/compose.ts';
import { limitsOf, type PeerConfig } from './config.ts';
import { folderWork, Lookout, localOperations, type Node } from './node/node.ts';
import type { Operations } from './operations/operations.ts';
import type { Eagerness } from './transfers/transfers.ts';
import { WatchedFolders } from './watch-folders/watch-folders.ts';

/** A running node. Disposing ends it; what was verified is on disk then. */
export interface Peer extends AsyncDisposable {
  readonly operations: Operations;
  /** `ip:port` at which others reach it, best first */
  readonly addresses: readonly string[];
  readonly port: number;
  readonly controlPort: number;
  /** documents that it serves at the moment */
  readonly documents: number;
  /** resolves when no other command is being answered */
  idle(): Promise<void>;
  /** takes this host off the trackers; for good */
  goodbye(): Promise<void>;
}

/** What a node is started with beside its configuration. */
export interface PeerOptions {
  /** nothing is logged without it */
  readonly log?: Log;
  /** whether it runs until it is stopped, and not just for one command */
  readonly lasting?: boolean;
  /** which transfers run without anybody who waits for them; `asked` without it */
  readonly transfers?: Eagerness;
}

/**
 * Starts a node: takes its data folder, opens its library, accepts connections and tells the trackers what it holds.
 *
 * @throws {CodedError} ERR_PEER_ALREADY_RUNNING, ERR_LIBRARY_*, ERR_SWARM_PORT_IN_USE, ERR_SWARM_LISTEN
 */
export async function createPeer(config: PeerConfig, options: PeerOptions = {}): Promise<Peer> {
  const built = new Built();
  try {
    const composed = await compose(config, options, built);
    const operations = begin(composed, options.transfers ?? 'asked');
    if (options.lasting === true) built.own(new Lookout(composed.node));
    if (options.transfers === 'all') built.own(watchFoldersOf(composed.node, config.watchFolders));
    return peerOver(composed, operations, built);
  } catch (error) {
    await built.dispose();
    throw error;
  }
}

/** Answers what the node is asked from now on, and lets its transfers run. */
function begin({ node, control }: Composed, eagerness: Eagerness): Operations {
  const { addresses, holdings, limits, log, settings, swarm, transfers } = node;
  const operations = localOperations(node);
  control.serve(operations);
  transfers.start(eagerness);
  settings.onChange((changed) => {
    transfers.limit(changed.maxActiveTransfers);
    limits.set(limitsOf(changed));
    swarm.limit(changed);
  });
  log.info('node-started', { addresses, documents: holdings.list().length });
  return operations;
}

/** Watches the folders of the node while the setting says so. */
function watchFoldersOf(node: Node, wanted: boolean): AsyncDisposable {
  const start = (): WatchedFolders => new WatchedFolders(folderWork(node));
  let watched = wanted ? start() : undefined;
  const forget = node.settings.onChange(({ watchFolders }) => {
    if (watchFolders) watched ??= start();
    else {
      void watched?.[Symbol.asyncDispose]();
      watched = undefined;
    }
  });
  return {
    async [Symbol.asyncDispose]() {
      forget();
      await watched?.[Symbol.asyncDispose]();
    },
  };
}

function peerOver({ node, control }: Composed, operations: Operations, built: Built): Peer {
  return {
    operations,
    addresses: node.addresses,
    port: node.swarm.port,
    controlPort: control.port,
    get documents() {
      return node.holdings.list().length;
    },
    idle: () => control.idle(),
    async goodbye() {
      await node.transfers.stop();
      await node.announcer.goodbye();
    },
    async [Symbol.asyncDispose]() {
      await node.transfers.stop();
      await control.end();
      await built.dispose();
    },
  };
}
