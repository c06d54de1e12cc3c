import { loadConfig, type PeerConfig, rememberTrackers } from '../config.ts';
import { type Control, connectControl, openControl } from '../control/control.ts';
import type { Operations } from '../operations.ts';
import { createPeer, type Peer } from '../peer.ts';
import { flagsOf, type ListenOptions, type NodeOptions } from './options.ts';
import type { VerbContext } from './perform.ts';

/** The configuration that the options of a verb make with the environment and the stored settings. */
export async function configOf(
  options: NodeOptions & ListenOptions,
  context: VerbContext,
): Promise<PeerConfig> {
  return await loadConfig(flagsOf(options), context.environment);
}

/** As `configOf`, and remembers `--tracker` for later commands on the same data folder. */
export async function rememberedConfigOf(
  options: NodeOptions & ListenOptions,
  context: VerbContext,
): Promise<PeerConfig> {
  const config = await configOf(options, context);
  await rememberTrackers(config.data, options.tracker === undefined ? [] : config.trackers);
  return config;
}

/** Whether the node that a command runs listens and is announced while it works. */
export interface NodeKind {
  readonly serve: boolean;
}

/**
 * Runs `ask` with the operations of the node that runs on the data folder, or else of one made for this question,
 * which holds no lock and serves nobody.
 */
export async function withOperations<T>(
  config: PeerConfig,
  ask: (operations: Operations) => Promise<T>,
): Promise<T> {
  const running = await connectControl(config.data);
  if (running !== undefined) return await ask(running);

  await using peer = await createPeer(config, { serve: false });
  return await ask(peer.operations);
}

/** A node that this command runs, alone on its data folder. */
export interface OwnNode {
  readonly peer: Peer;
  readonly control: Control;
}

/**
 * Runs `work` with the operations of the node that runs on the data folder, or else as that node: then it holds the
 * folder and offers its operations to further commands, which it lets finish before it says goodbye.
 *
 * @param work gets the node when it is this command's own, so that it may go on serving
 */
export async function asNode<T>(
  config: PeerConfig,
  context: VerbContext,
  node: NodeKind,
  work: (operations: Operations, own: OwnNode | undefined) => Promise<T>,
): Promise<T> {
  const running = await connectControl(config.data);
  if (running !== undefined) return await work(running, undefined);
  return await runNode(config, context, node, (own) => work(own.peer.operations, own));
}

/**
 * Runs `work` as the node of the data folder.
 *
 * @throws {CodedError} ERR_PEER_ALREADY_RUNNING
 */
export async function runNode<T>(
  config: PeerConfig,
  context: VerbContext,
  node: NodeKind,
  work: (own: OwnNode) => Promise<T>,
): Promise<T> {
  await using control = await openControl(config.data, { log: context.log });
  await using peer = await createPeer(config, node);
  control.serve(peer.operations);
  try {
    const result = await work({ peer, control });
    if (!context.signal.aborted) await control.idle();
    return result;
  } finally {
    await control.end();
    await peer.goodbye();
  }
}

/** Resolves when the person or the system asks the program to end. */
export function untilStopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
