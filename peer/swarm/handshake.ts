import { concatBytes } from '../../common/bytes.ts';
import { CodedError } from '../../common/errors.ts';
import { HANDSHAKE_LENGTH, type Handshake, takeHandshake } from '../../common/wire/handshake.ts';
import type { ByteChannel } from './channel.ts';

/**
 * Waits for the other side's handshake; what came behind it is left in the channel for its next user. On failure the
 * channel is closed.
 *
 * @throws {CodedError} ERR_WIRE_HANDSHAKE; ERR_SWARM_CLOSED when the channel ends or `signal` aborts first
 */
export function receiveHandshake(channel: ByteChannel, signal: AbortSignal): Promise<Handshake> {
  return new Promise((resolve, reject) => {
    let received: Uint8Array = new Uint8Array(0);
    const settle = (): void => signal.removeEventListener('abort', aborted);
    const fail = (error: unknown): void => {
      settle();
      channel.close('no handshake');
      reject(error);
    };
    const failWith = (reason: string): void =>
      fail(new CodedError('ERR_SWARM_CLOSED', `${channel.remoteAddress}: ${reason}`));
    const aborted = (): void => failWith('it sent no handshake in time');

    const data = (bytes: Uint8Array): void => {
      received = concatBytes([received, bytes]);
      const handshake = takeHandshake(received);
      if (handshake === undefined) return;
      settle();
      channel.release(received.subarray(HANDSHAKE_LENGTH));
      resolve(handshake);
    };
    if (signal.aborted) return aborted();
    signal.addEventListener('abort', aborted);
    channel.use({
      close: failWith,
      data: (bytes) => {
        try {
          data(bytes);
        } catch (thrown) {
          fail(thrown);
        }
      },
    });
  });
}
