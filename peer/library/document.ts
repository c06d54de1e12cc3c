import { isAbsolute, relative, resolve, sep } from 'node:path';
import { CodedError } from '../../common/errors.ts';
import {
  type InfoHash,
  type Md5,
  parseInfoHash,
  parseMd5,
  parseSha256,
  type Sha256,
} from '../../common/ids.ts';
import { isTrackerUrl, type TrackerTiers } from '../../common/metainfo/tracker-tiers.ts';
import type { FolderFile } from './folder-files.ts';

/** A whole document that this node has, and where. */
export interface LibraryDocument {
  readonly sha256: Sha256;
  readonly md5: Md5;
  readonly infoHash: InfoHash;
  /** as published */
  readonly name: string;
  /** absolute; of a file, or of the folder that `files` lie in */
  readonly path: string;
  /** bytes */
  readonly size: number;
  /** of the file when its digests were taken; ms since 1970, with a fraction. Of a folder, its newest file's */
  readonly mtimeMs: number;
  /** what a folder of files is made of; absent for a single file */
  readonly files?: readonly FolderFile[];
  /** 0 where the number is not known */
  readonly pages: number;
  /** whether `path` lies in the library folder; otherwise the file is somebody else's and only indexed */
  readonly inLibrary: boolean;
  /** whether a publication of it is signed with this node's key */
  readonly published: boolean;
  /** to others, ever */
  readonly uploadedBytes: number;
  /** announce URLs that came with it from elsewhere, in tiers; absent where none did */
  readonly trackers?: TrackerTiers;
  /** announce URLs of the only trackers that may hear of it; absent for one that is not private (BEP 27) */
  readonly privateTo?: readonly string[];
}

/** What a record file says. */
export interface StoredRecord {
  readonly document: LibraryDocument;
  /** whether it was written before records said who may hear of a private document: then its `.torrent` knows */
  readonly beforePrivacy: boolean;
}

/** Whether `path` lies inside `folder`, at any depth. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

/**
 * The text of the record file of `document`. A path in the library folder is written relative to it, so the data
 * folder can be moved.
 */
export function formatRecord(document: LibraryDocument, libraryFolder: string): string {
  const path = document.inLibrary ? relative(libraryFolder, document.path) : document.path;
  const isPrivate = document.privateTo !== undefined;
  return `${JSON.stringify({ version: 1, ...document, path, private: isPrivate }, null, 2)}\n`;
}

/**
 * The document that the text of a record file describes.
 *
 * @throws {CodedError} ERR_LIBRARY_RECORD_DAMAGED, ERR_ID_NOT_A_DIGEST
 * @throws {SyntaxError} for what is not JSON
 */
export function parseRecord(text: string, libraryFolder: string): StoredRecord {
  const record: unknown = JSON.parse(text);
  if (typeof record !== 'object' || record === null) throw damaged('it is not an object');

  const field = fieldsOf({ ...record });
  if (field.number('version') !== 1) throw damaged('it is of another version');
  const inLibrary = field.flag('inLibrary');
  const path = inLibrary ? resolve(libraryFolder, field.text('path')) : field.text('path');
  if (!isAbsolute(path) || (inLibrary && !isInside(libraryFolder, path)))
    throw damaged('its path leads elsewhere');

  const document: LibraryDocument = {
    sha256: parseSha256(field.text('sha256')),
    md5: parseMd5(field.text('md5')),
    infoHash: parseInfoHash(field.text('infoHash')),
    name: field.text('name'),
    path,
    size: field.number('size'),
    mtimeMs: field.number('mtimeMs'),
    pages: field.number('pages'),
    inLibrary,
    published: field.flag('published'),
    uploadedBytes: field.number('uploadedBytes'),
    ...filesOf(record, path),
    ...trackersOf(record),
    ...field.texts('privateTo'),
  };
  return { document, beforePrivacy: document.privateTo === undefined && !field.has('private') };
}

/** The trackers that came along, where any did. */
function trackersOf(record: object): { trackers?: TrackerTiers } {
  if (!('trackers' in record)) return {};
  const tiers: unknown = record.trackers;
  const isTier = (tier: unknown): tier is string[] =>
    Array.isArray(tier) && tier.every((url) => typeof url === 'string' && isTrackerUrl(url));
  if (!Array.isArray(tiers) || !tiers.every(isTier)) throw damaged("'trackers' is not a list of tiers");
  return { trackers: tiers };
}

/** The files of a folder, where the record has any; none of them leads out of `folder`. */
function filesOf(record: object, folder: string): { files?: readonly FolderFile[] } {
  if (!('files' in record)) return {};
  if (!Array.isArray(record.files)) throw damaged("'files' is not a list");
  const files = record.files.map((file: unknown) => {
    if (typeof file !== 'object' || file === null) throw damaged("'files' has what is no file");
    const field = fieldsOf({ ...file });
    const path = field.text('path');
    if (!isInside(folder, resolve(folder, path))) throw damaged('the path of a file leads elsewhere');
    return {
      path,
      begin: field.number('begin'),
      size: field.number('size'),
      mtimeMs: field.number('mtimeMs'),
    };
  });
  return { files };
}

function fieldsOf(record: Record<string, unknown>) {
  return {
    has: (name: string): boolean => record[name] !== undefined,
    text(name: string): string {
      const value = record[name];
      if (typeof value !== 'string') throw damaged(`'${name}' is not a text`);
      return value;
    },
    number(name: string): number {
      const value = record[name];
      if (typeof value !== 'number' || !(value >= 0)) throw damaged(`'${name}' is not a number from 0 on`);
      return value;
    },
    /** a list that may be absent */
    texts(name: string): Record<string, readonly string[]> {
      const value = record[name];
      if (value === undefined) return {};
      if (!Array.isArray(value) || value.some((one) => typeof one !== 'string'))
        throw damaged(`'${name}' is not a list of texts`);
      return { [name]: value };
    },
    flag(name: string): boolean {
      const value = record[name];
      if (typeof value !== 'boolean') throw damaged(`'${name}' is not true or false`);
      return value;
    },
  };
}

function damaged(what: string): CodedError {
  return new CodedError('ERR_LIBRARY_RECORD_DAMAGED', `the record of a document is damaged: ${what}`);
}
