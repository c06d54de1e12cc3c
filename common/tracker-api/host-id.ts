import { createHash } from 'node:crypto';

/**
 * The public id of the host that knows `secret`: the first 40 hexadecimal digits of the SHA-256 of its text. A
 * host proves its id by showing the secret, so nobody can speak for another host.
 */
export function hostIdOf(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex').slice(0, 40);
}
