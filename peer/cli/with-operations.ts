import { codeOf } from '../../common/errors.ts';
import { aborted } from '../../common/runtime/aborted.ts';
import { loadConfig, type PeerConfig, rememberTrackers } from '../config.ts';
import { connectControl } from '../control/control.ts';
import type { Operations } from '../operations/operations.ts';
import type { Peer, PeerOptions } from '../peer.ts';
import { createSearch } from '../search/search.ts';
import { flagsOf, type LimitOptions, type ListenOptions, type NodeOptions } from './options.ts';
import type { VerbContext } from './perform.ts';

/** Short commands that start at once take turns at being the node; more than so many in a row, and there is one. */
const MAX_ATTEMPTS = 10;
/** Another command became the node, or the node ended, between the question and the start: nothing was done. */
const NOT_BEGUN = new Set(['ERR_PEER_ALREADY_RUNNING', 'ERR_CONTROL_ENDING']);

/** How a command is a node itself: `lasting` until it is stopped, else as long as the command's work takes. */
type OwnNode = Pick<PeerOptions, 'lasting' | 'transfers'>;

/** The configuration that the options of a verb make with the environment and the stored settings. */
export async function configOf(
  options: NodeOptions & ListenOptions & LimitOptions,
  context: VerbContext,
): Promise<PeerConfig> {
  return await loadConfig(flagsOf(options), context.environment);
}

/** As `configOf`, and remembers `--tracker` for later commands on the same data folder. */
export async function rememberedConfigOf(
  options: NodeOptions & ListenOptions & LimitOptions,
  context: VerbContext,
): Promise<PeerConfig> {
  const config = await configOf(options, context);
  await rememberTrackers(config.data, options.tracker === undefined ? [] : config.trackers);
  return config;
}

/**
 * Runs `work` with the operations of the node that runs on the data folder, or else as that node: then it serves
 * others meanwhile, and takes further commands on the same folder, which it lets finish before it says goodbye.
 *
 * @param work gets the node when it is this command's own, so that it may go on serving
 */
export async function withOperations<T>(
  config: PeerConfig,
  context: VerbContext,
  work: (operations: Operations, own: Peer | undefined) => Promise<T>,
  own: OwnNode = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const running = await connectControl(config.data);
      if (running !== undefined) return await work(running, undefined);
      return await asNode(config, context, (peer) => work(peer.operations, peer), own);
    } catch (error) {
      if (!NOT_BEGUN.has(codeOf(error) ?? '') || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}

/**
 * The events of `events` until they end or the person ends them with Ctrl-C, which is no failure: there is nothing else to end
 * a look by.
 */
export async function* untilInterrupted<Event>(
  events: AsyncIterable<Event>,
  signal: AbortSignal,
): AsyncGenerator<Event> {
  try {
    yield* events;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/**
 * Runs `ask` with what only trackers answer: through the node that runs on the data folder, or from here without
 * becoming one, so that a search on a machine that holds much announces nothing.
 */
export async function withTrackers<T>(
  config: PeerConfig,
  ask: (trackers: Pick<Operations, 'search' | 'show' | 'list'>) => Promise<T>,
): Promise<T> {
  const running = await connectControl(config.data);
  try {
    if (running !== undefined) return await ask(running);
  } catch (error) {
    if (!NOT_BEGUN.has(codeOf(error) ?? '')) throw error;
  }
  const trackers = createSearch(config.trackers);
  return await ask({
    search: (words, options) => trackers.searchWords(words, options),
    show: (document, options) => trackers.find(document, options),
    list: (options) => trackers.list(options),
  });
}

/** Loads the node when it is to run: most commands only speak to one that runs, and start in half the time. */
export async function startPeer(config: PeerConfig, options: PeerOptions): Promise<Peer> {
  const { createPeer } = await import('../peer.ts');
  return createPeer(config, options);
}

/**
 * Runs `work` as the node of the data folder.
 *
 * @throws {CodedError} ERR_PEER_ALREADY_RUNNING
 */
export async function asNode<T>(
  config: PeerConfig,
  context: VerbContext,
  work: (own: Peer) => Promise<T>,
  own: OwnNode = {},
): Promise<T> {
  await using peer = await startPeer(config, { log: context.log, ...own });
  try {
    const result = await work(peer);
    if (!context.signal.aborted) await peer.idle();
    return result;
  } finally {
    await peer.goodbye();
  }
}

/** Resolves when the person or the system asks the program to end. */
export async function untilStopped(signal: AbortSignal): Promise<void> {
  await aborted(signal);
}
