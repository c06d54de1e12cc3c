import { randomBytes } from 'node:crypto';
import { equalBytes } from '../../common/bytes.ts';
import { CodedError } from '../../common/errors.ts';
import { untilHeard } from '../../common/runtime/until-heard.ts';
import { PING_TOKEN } from '../../common/wire/pages-message.ts';
import type { Connection, ConnectionListener } from './connection.ts';

/**
 * Resolves when the other side has said what it can do; at once for one that does not speak BEP 10.
 *
 * @throws {CodedError} ERR_SWARM_CLOSED; the reason of `signal`
 */
export function untilIntroduced(connection: Connection, signal: AbortSignal): Promise<void> {
  if (connection.remote !== undefined || !connection.extended) return Promise.resolve();
  return heard(connection, signal, (resolve) => ({ introduced: () => resolve() }));
}

/**
 * The round trip of our own ping, ms.
 *
 * @throws {CodedError} ERR_SWARM_CLOSED; the reason of `signal`
 */
export async function pingMs(connection: Connection, signal: AbortSignal): Promise<number> {
  const token = randomBytes(PING_TOKEN);
  const answered = heard<void>(connection, signal, (resolve) => ({
    pages: (message) => {
      if (message.type === 'pong' && equalBytes(message.token, token)) resolve();
    },
  }));
  const sentAt = performance.now();
  connection.sendPages({ type: 'ping', token });
  await answered;
  const ms = performance.now() - sentAt;
  connection.latencyMs = ms;
  return ms;
}

/** What the listener that `listening` makes resolves with, unless the connection ends or `signal` aborts first. */
function heard<T>(
  connection: Connection,
  signal: AbortSignal,
  listening: (resolve: (value: T) => void) => ConnectionListener,
): Promise<T> {
  return untilHeard<T>(({ resolve, reject }) => {
    const closed = (reason: string): void =>
      reject(new CodedError('ERR_SWARM_CLOSED', `${connection.address}: ${reason}`));
    const forget = connection.listen({ ...listening(resolve), closed });
    if (connection.closed) closed('the connection has ended');
    return forget;
  }, signal);
}
