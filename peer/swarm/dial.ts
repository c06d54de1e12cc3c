import { connect, type Socket } from 'node:net';
import { CodedError, messageOf } from '../../common/errors.ts';
import { parseSocketAddress } from '../../common/tracker-api/socket-address.ts';
import { Intake } from './intake.ts';

/** A connected socket, and how long the other side took to accept it. */
export interface Dialled {
  readonly socket: Socket;
  /** where it puts what it receives */
  readonly intake: Intake;
  readonly connectMs: number;
}

/**
 * Connects to `ip:port`. Only IP literals: a name from the network is never looked up.
 *
 * @throws {CodedError} ERR_SWARM_DIAL
 */
export function dial(address: string, signal: AbortSignal): Promise<Dialled> {
  return new Promise((resolve, reject) => {
    const parsed = parseSocketAddress(address);
    if (parsed === undefined) {
      reject(new CodedError('ERR_SWARM_DIAL', `'${address}' is not an address of the form ip:port`));
      return;
    }
    const startedAt = performance.now();
    const intake = new Intake();
    const socket = connect({ host: parsed.ip, port: parsed.port, onread: intake.onread });
    // the signal ends the attempt only: what it gave belongs to the caller
    const aborted = (): void => void socket.destroy(new Error('it took too long'));
    const failed = (cause: unknown): void => {
      signal.removeEventListener('abort', aborted);
      reject(
        new CodedError('ERR_SWARM_DIAL', `cannot connect to ${address}: ${messageOf(cause)}`, { cause }),
      );
    };
    signal.addEventListener('abort', aborted, { once: true });
    if (signal.aborted) aborted();
    socket.once('error', failed);
    socket.on('error', () => undefined); // between two users of the socket an error must not end the process
    socket.once('connect', () => {
      signal.removeEventListener('abort', aborted);
      socket.off('error', failed);
      resolve({ socket, intake, connectMs: performance.now() - startedAt });
    });
  });
}
