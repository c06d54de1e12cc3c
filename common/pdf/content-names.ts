import { CLASS_OF, hexDigit, REGULAR } from './characters.ts';

const SLASH = 0x2f;
const NUMBER_SIGN = 0x23;

/**
 * Names that a content stream uses, as hashes: pages have thousands of them, and two names with one hash only
 * keep a resource more than needed.
 */
export type NameHashes = Set<number>;

/** The hash of a name, as `addContentNames` makes it. FNV-1a. */
export function hashOfName(name: string): number {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x0100_0193);
  return hash;
}

/**
 * Adds every name that occurs in `content`. Also what looks like one in strings and inline images: the test is
 * whether a resource *may* be used.
 */
export function addContentNames(content: Uint8Array, names: NameHashes): void {
  const { length } = content;
  for (let at = 0; at < length; at++) {
    if (content[at] !== SLASH) continue;
    let hash = 0x811c_9dc5;
    let byte = content[++at];
    while (byte !== undefined && CLASS_OF[byte] === REGULAR) {
      if (byte === NUMBER_SIGN) {
        const code = hexDigit(content[at + 1]) * 16 + hexDigit(content[at + 2]);
        if (code >= 0 && hexDigit(content[at + 2]) >= 0) {
          byte = code;
          at += 2;
        }
      }
      hash = Math.imul(hash ^ byte, 0x0100_0193);
      byte = content[++at];
    }
    names.add(hash);
    at--; // the delimiter may be the next slash
  }
}
