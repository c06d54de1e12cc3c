import { latin1 } from './characters.ts';

/** A power of two; what does not find its place is made anew. */
const PLACES = 4096;
const MAX_LENGTH = 64;

/**
 * Gives the text of bytes without making a new string where it was asked for lately: making strings is most of
 * what reading PDF dictionaries costs.
 */
export class InternedTexts {
  readonly #texts = new Array<string>(PLACES).fill('');

  /** Bytes `[begin, end)` as Latin-1. */
  text(bytes: Uint8Array, begin: number, end: number): string {
    if (end - begin > MAX_LENGTH) return latin1(bytes, begin, end);
    let hash = end - begin;
    for (let at = begin; at < end; at++) hash = (Math.imul(hash, 31) + (bytes[at] as number)) | 0;
    const place = (hash ^ (hash >>> 12)) & (PLACES - 1);
    const known = this.#texts[place] as string;
    if (isText(known, bytes, begin, end)) return known;
    const made = latin1(bytes, begin, end);
    this.#texts[place] = made;
    return made;
  }
}

function isText(text: string, bytes: Uint8Array, begin: number, end: number): boolean {
  if (text.length !== end - begin) return false;
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) !== bytes[begin + at]) return false;
  return true;
}
