/** More than a terminal hands over when files are dropped: text of a person who pasted something else. */
const MAX_LENGTH = 1_000_000;

const WINDOWS = /^(?:[A-Za-z]:[\\/]|\\\\[^\\])/;

/**
 * The paths that `text` may mean, when it was pasted or dropped into the terminal; each reading a list, the likeliest
 * first. Terminals write dropped files as a shell would read them (quotes, `\ `), as `file://` URLs, or as they are,
 * on one line or on several; a name with blanks that nobody quoted has two readings.
 *
 * @returns no reading where `text` is none: every path is absolute, or begins with `~/`
 */
export function droppedPaths(text: string): readonly (readonly string[])[] {
  const lines = text.length > MAX_LENGTH ? [] : text.split(/[\r\n\0]+/).map((line) => line.trim());
  const full = lines.filter((line) => line !== '');
  const readings = [full.flatMap(wordsOf), full.map(asItIs)];
  const possible = readings.filter((paths) => paths.length > 0 && paths.every(isAbsolute));
  return possible.filter((paths, at) => possible.findIndex((other) => sameList(other, paths)) === at);
}

function sameList(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one, at) => one === others[at]);
}

function isAbsolute(path: string): boolean {
  return path.startsWith('/') || path.startsWith('~/') || WINDOWS.test(path);
}

function asItIs(line: string): string {
  return fromUrl(line.replace(/^(['"])(.*)\1$/s, '$2'));
}

/** `line` as a shell cuts it; in a path of Windows the backslash is no escape. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  let rest = line;
  while (rest !== '') {
    const { word, length } = firstWord(rest);
    words.push(fromUrl(word));
    rest = rest.slice(length).trimStart();
  }
  return words;
}

function firstWord(text: string): { readonly word: string; readonly length: number } {
  const escapes = !WINDOWS.test(text.replace(/^["']/, ''));
  let word = '';
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    const next = text.charAt(at + 1);
    if (character === quote) quote = '';
    else if (quote === '' && /['"]/.test(character)) quote = character;
    else if (quote === '' && /\s/.test(character)) return { word, length: at };
    else if (character === '\\' && escapes && isEscape(quote, next)) {
      word += next;
      at++;
    } else word += character;
  }
  return { word, length: text.length };
}

/** @see POSIX Shell Command Language, 2.2 */
function isEscape(quote: string, next: string): boolean {
  if (next === '' || quote === "'") return false;
  return quote === '' || /["\\$`]/.test(next);
}

/** `file:///a%20b` as `/a b`; anything else as it is. */
function fromUrl(word: string): string {
  if (!/^file:\/\//i.test(word)) return word;
  const { hostname, pathname } = URL.canParse(word) ? new URL(word) : { hostname: '', pathname: '' };
  const path = decoded(pathname);
  if (/^\/[A-Za-z]:\//.test(path)) return path.slice(1);
  return hostname === '' || hostname === 'localhost' ? path : `\\\\${hostname}${path.replaceAll('/', '\\')}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
