import { safeName } from '../text/safe-name.ts';
import type { TorrentFile } from './file-list.ts';

/** Where a file of a folder lies: below the folder, and among the torrent's bytes. */
export interface FolderPlace {
  /** names from the folder down, each safe on every system; no two places are one on a disk that ignores case */
  readonly path: readonly string[];
  /** offset of its first byte in the torrent, bytes */
  readonly begin: number;
  /** bytes; 0 is possible */
  readonly size: number;
}

/** As `safeName`. */
const MAX_NAME_BYTES = 255;
/** Longer paths go flat into the folder: with the folder's own path they would be too long for Linux (4,096 bytes). */
const MAX_PATH_BYTES = 2048;

/**
 * Where the files of a torrent go, in its order; padding files, which only fill up pieces, go nowhere.
 *
 * The names came from anywhere: each is made safe, folders that differ only in case are one, and a file whose name is taken
 * gets a number. The same list gives the same places on every system.
 *
 * @see BEP 3, "files"; BEP 47 (padding files)
 */
export function folderPlaces(files: readonly TorrentFile[]): FolderPlace[] {
  const top = new Branch();
  const places: FolderPlace[] = [];
  let begin = 0;
  for (const { path, length, padding } of files) {
    if (!padding) places.push({ path: placeIn(top, path), begin, size: length });
    begin += length;
  }
  return places;
}

function placeIn(top: Branch, path: readonly string[]): string[] {
  const short = Buffer.byteLength(path.join('/')) <= MAX_PATH_BYTES;
  const folders: string[] = [];
  let branch = top;
  for (const folder of short ? path.slice(0, -1) : []) {
    branch = branch.enter(safeName(folder));
    folders.push(branch.name);
  }
  return [...folders, branch.nameFile(safeName(path.at(-1) ?? ''))];
}

/** One folder while names are given out. */
class Branch {
  readonly name: string;
  /** by the folded name that was asked for, which may not be the one that was free */
  readonly #folders = new Map<string, Branch>();
  /** folded names that are taken, and the number that the next one of that name tries first */
  readonly #taken = new Map<string, number>();

  constructor(name = '') {
    this.name = name;
  }

  enter(name: string): Branch {
    const known = this.#folders.get(folded(name));
    if (known !== undefined) return known;
    const fresh = new Branch(this.#take(name));
    this.#folders.set(folded(name), fresh);
    return fresh;
  }

  nameFile(name: string): string {
    return this.#take(name);
  }

  /** `name`, or `name (2)`, `name (3)`, ... before its extension. */
  #take(name: string): string {
    const dot = name.lastIndexOf('.');
    const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
    let number = this.#taken.get(folded(name)) ?? 1;
    let free = name;
    while (this.#taken.has(folded(free))) {
      number++;
      free = withEnding(stem, ` (${number})${extension}`);
    }
    this.#taken.set(folded(name), number);
    this.#taken.set(folded(free), this.#taken.get(folded(free)) ?? 1);
    return free;
  }
}

/** `stem` before `ending`, without as many of its last characters as needed to fit what file systems take. */
function withEnding(stem: string, ending: string): string {
  const characters = [...stem];
  while (Buffer.byteLength(characters.join('') + ending) > MAX_NAME_BYTES) characters.pop();
  return safeName(characters.join('') + ending);
}

/** What is one name on file systems that ignore case and the form of accents. */
function folded(name: string): string {
  return name.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC');
}
