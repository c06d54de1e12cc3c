import { CodedError } from '../../common/errors.ts';
import type { PeerConfig } from '../config.ts';
import { connectControl } from '../control/control.ts';
import type { Abortable, Operations } from '../operations/operations.ts';

/**
 * The operations of the node that runs on the data folder until it is stopped: for what is to go on after the command.
 *
 * @throws {CodedError} ERR_PEER_NOT_RUNNING when there is none, or only one for as long as another command takes
 */
export async function runningOperations(config: PeerConfig, options: Abortable): Promise<Operations> {
  const running = await connectControl(config.data);
  if (running !== undefined && (await running.status(options)).lasting) return running;
  throw noPeer(config);
}

/**
 * The operations of the node that works on the data folder, be it only while another command takes: for looking on.
 *
 * @throws {CodedError} ERR_PEER_NOT_RUNNING
 */
export async function watchedOperations(config: PeerConfig): Promise<Operations> {
  const running = await connectControl(config.data);
  if (running !== undefined) return running;
  throw noPeer(config);
}

/** What a command ends with that is of use with a running node only. */
function noPeer({ data }: Pick<PeerConfig, 'data'>): CodedError {
  const what = `no peer runs on '${data}': start one with \`pageswarm peer\`, or name its folder with --data`;
  return new CodedError('ERR_PEER_NOT_RUNNING', what);
}
