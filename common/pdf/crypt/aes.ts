import { createCipheriv, createDecipheriv } from 'node:crypto';

const BLOCK_BYTES = 16;

/**
 * Decrypts AES-CBC data that begins with its initialisation vector, and takes the padding off. What is cut off
 * decrypts as far as it has whole blocks.
 *
 * @param key 16 or 32 bytes
 * @see ISO 32000-1 7.6.2
 */
export function decryptAes(key: Uint8Array, data: Uint8Array): Uint8Array {
  const blocks = Math.floor(data.length / BLOCK_BYTES) - 1;
  if (blocks < 1) return new Uint8Array(0);
  const end = (blocks + 1) * BLOCK_BYTES;
  const decrypted = cbcDecrypt(key, data.subarray(0, BLOCK_BYTES), data.subarray(BLOCK_BYTES, end));
  const padding = decrypted.at(-1) ?? 0;
  return padding >= 1 && padding <= BLOCK_BYTES
    ? decrypted.subarray(0, decrypted.length - padding)
    : decrypted;
}

/** Decrypts whole blocks, padding and all. */
export function cbcDecrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, iv).setAutoPadding(false);
  return Buffer.concat([decipher.update(data), decipher.final()]);
}

/** Encrypts whole blocks without padding. */
export function cbcEncrypt(key: Uint8Array, iv: Uint8Array, data: Uint8Array): Uint8Array {
  const cipher = createCipheriv(`aes-${key.length * 8}-cbc`, key, iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}
