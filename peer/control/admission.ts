import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { CodedError } from '../../common/errors.ts';

/**
 * Lets a request in, or throws. The port is open to every program and every browser on the machine: the token tells
 * our own clients, the host name stops pages that reached us by rebinding a name of theirs to 127.0.0.1, and an
 * origin is what only pages send.
 *
 * @throws {CodedError} ERR_CONTROL_FOREIGN_HOST, ERR_CONTROL_NOT_AUTHORISED
 */
export function admit(
  request: IncomingMessage,
  expected: { readonly port: number; readonly token: string },
): void {
  const { host = '', origin, authorization = '' } = request.headers;
  if (
    !['127.0.0.1', 'localhost'].some((name) => host === `${name}:${expected.port}`) ||
    origin !== undefined
  ) {
    throw new CodedError('ERR_CONTROL_FOREIGN_HOST', 'the control port serves programs on this machine only');
  }
  if (!equalSecrets(authorization, `Bearer ${expected.token}`)) {
    throw new CodedError('ERR_CONTROL_NOT_AUTHORISED', 'show the token of node.lock as bearer token');
  }
}

/** Digests have one length and differ everywhere, so the time taken tells nothing of where the texts differ. */
function equalSecrets(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
