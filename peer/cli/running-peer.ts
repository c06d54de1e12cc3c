import { CodedError } from '../../common/errors.ts';
import type { PeerConfig } from '../config.ts';
import { connectControl } from '../control/control.ts';
import type { Abortable, Operations } from '../operations/operations.ts';

/**
 * The operations of the node that runs on the data folder until it is stopped: for what is to go on after the command.
 *
 * @throws {CodedError} ERR_CLI_NO_PEER when there is none, or only one for as long as another command takes
 */
export async function runningOperations(config: PeerConfig, options: Abortable): Promise<Operations> {
  const running = await connectControl(config.data);
  if (running !== undefined && (await running.status(options)).lasting) return running;
  throw noPeer(config);
}

/**
 * The operations of the node that works on the data folder, be it only while another command takes: for looking on.
 *
 * @throws {CodedError} ERR_CLI_NO_PEER
 */
export async function watchedOperations(config: PeerConfig): Promise<Operations> {
  const running = await connectControl(config.data);
  if (running !== undefined) return running;
  throw noPeer(config);
}

function noPeer({ data }: PeerConfig): CodedError {
  const what = `no peer is running on '${data}': start 'pageswarm peer' there, then try again`;
  return new CodedError('ERR_CLI_NO_PEER', what);
}
