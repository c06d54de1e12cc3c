import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../common/errors.ts';
import { createAtomically } from '../../common/runtime/atomic-write.ts';
import { isMissing, libraryError } from './library-error.ts';

const OWNER_ONLY = 0o600;

/** Who a node is: to readers of its publications, and to trackers. */
export interface Identity {
  /** Ed25519 private key that signs publications */
  readonly key: KeyObject;
  /** 64 hexadecimal digits that only this host knows: by them a tracker tells its heartbeats from others' */
  readonly secret: string;
}

/**
 * The identity kept in `data`; made at the first call.
 *
 * @throws {CodedError} ERR_LIBRARY_KEY_DAMAGED when `key.pem` or `host.secret` holds something else: it is not
 *   replaced silently, because publications could no longer be taken back
 */
export async function openIdentity(data: string): Promise<Identity> {
  const pem = await readOrMake(join(data, 'key.pem'), newKey);
  const secret = await readOrMake(join(data, 'host.secret'), () => `${randomBytes(32).toString('hex')}\n`);
  return { key: keyFrom(pem, data), secret: secretFrom(secret, data) };
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

function keyFrom(pem: string, data: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // told below: the parser's words ("DECODER routines::unsupported") help nobody
  }
  throw damaged(join(data, 'key.pem'), 'an Ed25519 private key');
}

function secretFrom(text: string, data: string): string {
  const secret = text.trim();
  if (/^[0-9a-f]{64}$/.test(secret)) return secret;
  throw damaged(join(data, 'host.secret'), '64 hexadecimal digits');
}

function damaged(file: string, expected: string): CodedError {
  const what = `'${file}' does not hold ${expected}: restore it, or move it away and a new one is made`;
  return new CodedError('ERR_LIBRARY_KEY_DAMAGED', what);
}

async function readOrMake(file: string, make: () => string): Promise<string> {
  try {
    return await readPrivate(file);
  } catch (error) {
    if (!isMissing(error)) throw libraryError(error, file);
  }
  try {
    // two commands may start on a new folder at once: the first file stays, and both read that
    await createAtomically(file, make(), OWNER_ONLY);
    return await readPrivate(file);
  } catch (error) {
    throw libraryError(error, file);
  }
}

/** A copied data folder may have opened the file to others: closed again before it is used. */
async function readPrivate(file: string): Promise<string> {
  const text = await readFile(file, 'utf8');
  await chmod(file, OWNER_ONLY).catch(() => undefined);
  return text;
}
