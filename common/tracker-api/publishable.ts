import { LIMITS } from './limits.ts';

/**
 * `text` as it may stand in a publication: control characters and broken Unicode become blanks, blanks are joined,
 * and what is beyond `maxBytes` of UTF-8 is cut off at a character.
 */
export function publishableText(text: string, maxBytes: number = LIMITS.textBytes): string {
  return cutAt(text.replace(/[\p{Cc}\p{Cs}\u2028\u2029\s]+/gu, ' ').trim(), maxBytes);
}

/**
 * `name` as it may stand in a publication: the last component of a path, printable, at most 255 bytes of which the
 * extension is kept. Never empty.
 */
export function publishableName(name: string): string {
  const printable = publishableText(name.split(/[/\\]/).at(-1) ?? '', Number.MAX_SAFE_INTEGER);
  const extension = /\.[^.\s]{1,16}$/u.exec(printable)?.[0] ?? '';
  const stem = printable.slice(0, printable.length - extension.length);
  const cut = cutAt(stem, LIMITS.nameBytes - Buffer.byteLength(extension)) + extension;
  return cut === '' || cut === '.' || cut === '..' ? 'document' : cut;
}

function cutAt(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  let bytes = 0;
  let kept = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > maxBytes) break;
    kept += character;
  }
  return kept.trimEnd();
}
