import { looksLikeMagnet } from '../../../common/metainfo/magnet.ts';
import { droppedPaths } from '../picker/dropped-paths.ts';

/** What a person means by the text in the search line. */
export type Entry =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'words'; readonly words: string }
  /** one document, looked up when Enter is pressed: the node understands `document` as it is */
  | { readonly kind: 'torrent' | 'magnet' | 'id'; readonly document: string };

/** Where paths that are not absolute begin. */
export interface Places {
  /** the person's own folder, for `~` */
  readonly home: string;
  /** the folder in which the program was started */
  readonly here: string;
}

const ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/i;
const ABSOLUTE = /^(?:[\\/]|[A-Za-z]:[\\/])/;

/**
 * What `text` means: the path of a `.torrent` (as a terminal drops it: quoted, escaped, as a URL; with `~`), a magnet link,
 * an info hash or SHA-256 in full; else words of a name.
 */
export function parseEntry(text: string, places: Places): Entry {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'nothing' };
  const unquoted = trimmed.replace(/^(['"])(.*)\1$/s, '$2');
  if (looksLikeMagnet(unquoted)) return { kind: 'magnet', document: unquoted };
  if (ID.test(unquoted)) return { kind: 'id', document: unquoted.toLowerCase() };
  if (!/\.torrent['"]?$/i.test(trimmed)) return { kind: 'words', words: trimmed };
  return { kind: 'torrent', document: absolutePath(torrentPath(trimmed) ?? unquoted, places) };
}

/** Whether a pasted `text` names a document, so that it is meant for the search line wherever it was dropped. */
export function namesDocument(text: string): boolean {
  const { kind } = parseEntry(text, { home: '/', here: '/' });
  return kind === 'magnet' || kind === 'id' || (kind === 'torrent' && torrentPath(text) !== undefined);
}

/** The one `.torrent` among what a terminal dropped. */
function torrentPath(text: string): string | undefined {
  const single = droppedPaths(text).filter(
    (paths) => paths.length === 1 && /\.torrent$/i.test(paths[0] ?? ''),
  );
  return single[0]?.[0];
}

function absolutePath(path: string, { home, here }: Places): string {
  if (path.startsWith('~/')) return `${home}${path.slice(1)}`;
  return ABSOLUTE.test(path) ? path : `${here}/${path}`;
}
