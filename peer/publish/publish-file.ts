import { createHash, type KeyObject } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { CodedError, codeOf } from '../../common/errors.ts';
import { parseMd5, parseSha256 } from '../../common/ids.ts';
import { encodeInfo, infoHashOf } from '../../common/metainfo/info.ts';
import { MAX_INLINE_MAP } from '../../common/metainfo/pageswarm-fields.ts';
import { pieceLengthFor } from '../../common/metainfo/piece-length.ts';
import type { Damage } from '../../common/pdf/damage.ts';
import type { WorkerPool } from '../../common/runtime/worker-pool.ts';
import { formatCount } from '../../common/text/format.ts';
import type { Publication, PublicationUpload } from '../../common/tracker-api/publication.ts';
import { publishableName, publishableText } from '../../common/tracker-api/publishable.ts';
import { signPublication } from '../../common/tracker-api/signature.ts';
import { uploadOf, type VerifiedUpload, verifyUpload } from '../../common/tracker-api/verify-upload.ts';
import { wordsDigest } from '../../common/tracker-api/words.ts';
import type { PublishReceipt } from '../announce/announce.ts';
import type { Library, LibraryDocument } from '../library/library.ts';
import type { PublishedFile, PublishWarning } from '../operations/operations.ts';
import { torrentOfWanted, wantedByUpload } from '../search/search.ts';
import { unreadable } from './find-files.ts';
import { readDocument } from './read-document.ts';
import type { DocumentReading, ReadingProgress } from './read-document-result.ts';

/** The rooms that publishing needs. */
export interface PublishRooms {
  readonly library: Library;
  /** announce URLs of this node's trackers */
  readonly announceUrls: readonly string[];
  /** tells the trackers; throws ERR_TRACKER_UNREACHABLE when none answers */
  tell(upload: PublicationUpload, signal: AbortSignal): Promise<PublishReceipt>;
  /** the publication that fixed the document's info dictionary, from a tracker */
  published(publication: Publication, signal: AbortSignal): Promise<VerifiedUpload>;
}

/** One file on its way to being published. */
export interface Publishing {
  /** absolute */
  readonly path: string;
  /** copy into the library folder instead of sharing where it lies */
  readonly copy: boolean;
  /** accept what is not a PDF */
  readonly any: boolean;
  /** ms since 1970: orders the publications of one document by one publisher */
  readonly sequence: number;
  readonly signal: AbortSignal;
  /** from `createReadThreads` */
  readonly threads: WorkerPool;
  onProgress(progress: ReadingProgress): void;
}

/**
 * Publishes one file that was read: signs what was found, tells the trackers, and takes it into the library. Without a
 * tracker it is shared all the same, and told when one answers.
 *
 * @returns the file as published, and the signed publication, which is to be kept
 * @throws {CodedError} ERR_TRACKER_* for a refusal; those of the library
 */
export async function publishFile(
  publishing: Publishing,
  reading: DocumentReading,
  rooms: PublishRooms,
): Promise<{ file: PublishedFile; upload: PublicationUpload }> {
  const { path, copy, signal } = publishing;
  const own = describe(basename(path), reading, publishing.sequence, rooms.library.key);
  const receipt = await tellTrackers(own, rooms, signal);
  const agreed = await agreedUpload(own, receipt, rooms, signal);

  const place = copy ? await rooms.library.copyIn(path, basename(path)) : path;
  const document = await addToLibrary(agreed, reading, place, rooms);
  return { upload: agreed, file: publishedFile(document, reading, receipt) };
}

/** `ENOENT`, `EACCES`, `EIO`: what the system says of a file, in a code that is not ours. */
const SYSTEM_ERROR = /^E[A-Z]+$/;

/**
 * Reads a file that is to be published.
 *
 * @throws {CodedError} ERR_PUBLISH_NOT_FOUND, ERR_PUBLISH_UNREADABLE, ERR_PUBLISH_NOT_A_FILE, ERR_PUBLISH_EMPTY,
 *   ERR_PUBLISH_NOT_A_PDF, and what `readDocument` throws
 */
export async function readFile({
  path,
  any,
  signal,
  threads,
  onProgress,
}: Publishing): Promise<DocumentReading> {
  const refuse = (cause: unknown): never => {
    throw SYSTEM_ERROR.test(codeOf(cause) ?? '') ? unreadable(path, cause) : cause;
  };
  const found = await stat(path).catch(refuse);
  if (!found.isFile()) throw new CodedError('ERR_PUBLISH_NOT_A_FILE', `${path} is not a file`);
  if (found.size === 0) throw new CodedError('ERR_PUBLISH_EMPTY', `${path} is empty`);
  const pieceLength = pieceLengthFor(found.size);
  const reading = await readDocument(path, { signal, pieceLength, threads, onProgress }).catch(refuse);
  if (reading.pdf !== undefined || any) return reading;
  const message = `${path} is not a PDF (no %PDF- header); use --any to share it all the same`;
  throw new CodedError('ERR_PUBLISH_NOT_A_PDF', message);
}

/** The signed publication of a file, with what its digests stand for. */
function describe(
  fileName: string,
  reading: DocumentReading,
  sequence: number,
  key: KeyObject,
): PublicationUpload {
  const { size, pieces, pdf } = reading;
  const name = publishableName(fileName);
  const md5 = parseMd5(reading.md5);
  const info = encodeInfo({ name, length: size, pieceLength: pieceLengthFor(size), pieces, md5 });
  const { map, wordsPerPage } = pdf ?? {};
  const publication = signPublication(
    {
      version: 1,
      sha256: parseSha256(reading.sha256),
      md5,
      infoHash: infoHashOf(info),
      size,
      name,
      title: publishableText(pdf?.title ?? ''),
      author: publishableText(pdf?.author ?? ''),
      subject: publishableText(pdf?.subject ?? ''),
      keywords: publishableText(pdf?.keywords ?? ''),
      pages: pdf?.pages ?? 0,
      mapDigest: map === undefined ? '' : createHash('sha256').update(map).digest('hex'),
      mapBytes: map?.length ?? 0,
      wordsDigest: wordsPerPage === undefined ? '' : wordsDigest(wordsPerPage),
      sequence,
    },
    key,
  );
  return uploadOf({
    publication,
    info,
    ...(map !== undefined && map.length < MAX_INLINE_MAP ? { map } : {}),
    ...(wordsPerPage === undefined ? {} : { wordsPerPage }),
  });
}

/** `undefined` while no tracker can be reached. */
async function tellTrackers(
  upload: PublicationUpload,
  rooms: PublishRooms,
  signal: AbortSignal,
): Promise<PublishReceipt | undefined> {
  try {
    return await rooms.tell(upload, signal);
  } catch (error) {
    if (codeOf(error) === 'ERR_TRACKER_UNREACHABLE') return undefined;
    throw error;
  }
}

/** The publication whose info dictionary counts: somebody else's, if it came first. */
async function agreedUpload(
  own: PublicationUpload,
  receipt: PublishReceipt | undefined,
  rooms: PublishRooms,
  signal: AbortSignal,
): Promise<PublicationUpload> {
  if (receipt === undefined || receipt.publication.infoHash === own.publication.infoHash) return own;
  return uploadOf(await rooms.published(receipt.publication, signal));
}

async function addToLibrary(
  upload: PublicationUpload,
  reading: DocumentReading,
  path: string,
  { library, announceUrls }: PublishRooms,
): Promise<LibraryDocument> {
  const wanted = wantedByUpload(verifyUpload(upload));
  const { publication } = upload;
  const { mtimeMs } = await stat(path);
  const map = reading.pdf?.map;
  const sameMap =
    map !== undefined && createHash('sha256').update(map).digest('hex') === publication.mapDigest;
  return library.add(
    {
      sha256: publication.sha256,
      md5: publication.md5,
      infoHash: publication.infoHash,
      name: publication.name,
      path,
      size: reading.size,
      mtimeMs,
      pages: publication.pages,
      published: true,
    },
    torrentOfWanted(wanted, announceUrls),
    sameMap ? map : undefined,
  );
}

function publishedFile(
  document: LibraryDocument,
  { pdf }: DocumentReading,
  receipt: PublishReceipt | undefined,
): PublishedFile {
  const { path, name, sha256, infoHash, md5, size, pages } = document;
  return {
    path,
    name,
    sha256,
    infoHash,
    md5,
    size,
    pages,
    mapped: pdf?.map !== undefined,
    reason: pdf === undefined ? 'not a PDF' : pdf.reason,
    state: receipt?.status ?? 'local',
    trackers: receipt?.acknowledgedBy ?? [],
    warnings: pdf?.damage === undefined ? [] : [damageWarning(pdf.damage, pdf.pages)],
  };
}

const DAMAGE = {
  'cut-off': 'the file is cut off: its end is missing',
  broken: 'the file is damaged: its tables do not lead to all that is in it',
} as const;

function damageWarning({ kind, promisedPages }: Damage, pages: number): PublishWarning {
  const found =
    promisedPages === undefined
      ? `${formatCount(pages, 'page')} found`
      : `${pages} of ${promisedPages} pages found`;
  return {
    code: kind,
    message: `${DAMAGE[kind]}; ${found}`,
    pages,
    ...(promisedPages === undefined ? {} : { promisedPages }),
  };
}
