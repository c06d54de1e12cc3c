import { createHash } from 'node:crypto';
import { CodedError, codeOf, messageOf } from '../../common/errors.ts';
import { parseSha256 } from '../../common/ids.ts';
import { indexRuns } from '../../common/range.ts';
import { describeKept, wrongLeaves } from '../content/content.ts';
import { type LibraryDocument, LooseBytes } from '../library/library.ts';
import type { Abortable, VerifiedDocument, VerifyEvent } from '../operations/operations.ts';
import type { Node } from './rooms.ts';

/** Bytes read at a time: they are hashed in a few ms, and then others have their turn. */
const SLICE = 1024 * 1024;
/** Progress is told no more often, ms. */
const PROGRESS_EVERY_MS = 100;

/** As `VerifyOperations.verify`, one document after the other: a disk reads one file at a time best. */
export async function* verifyDocuments(
  node: Node,
  { documents: named }: { readonly documents: readonly string[] },
  { signal }: Abortable,
): AsyncGenerator<VerifyEvent> {
  const { found, refused } = find(node, named);
  const bytes = found.reduce((sum, { size }) => sum + size, 0);
  yield { type: 'counted', documents: found.length + refused.length, bytes };
  yield* refused;
  for (const document of found) {
    signal.throwIfAborted();
    try {
      yield* verify(node, document, signal);
    } catch (error) {
      signal.throwIfAborted();
      yield refusal(document.name, error);
    }
  }
}

type Refused = Extract<VerifyEvent, { readonly type: 'refused' }>;

function find(node: Node, named: readonly string[]): { found: LibraryDocument[]; refused: Refused[] } {
  if (named.length === 0) return { found: [...node.library.documents()], refused: [] };
  const found = new Map<string, LibraryDocument>();
  const refused: Refused[] = [];
  for (const name of named) {
    try {
      const document = node.library.find(name);
      found.set(document.infoHash, document);
    } catch (error) {
      refused.push(refusal(name, error));
    }
  }
  return { found: [...found.values()], refused };
}

function refusal(document: string, error: unknown): Refused {
  return { type: 'refused', document, code: codeOf(error) ?? 'ERR_PEER_FAILED', message: messageOf(error) };
}

async function* verify(
  node: Node,
  document: LibraryDocument,
  signal: AbortSignal,
): AsyncGenerator<VerifyEvent> {
  const { infoHash, name } = document;
  if (node.shelf.downloads().some(({ description }) => description.info.infoHash === infoHash))
    throw new CodedError('ERR_PEER_BUSY', `'${name}' is being fetched, and verified as it comes`);
  node.checking.add(infoHash);
  try {
    yield* read(node, document, signal);
  } finally {
    node.checking.delete(infoHash);
  }
}

async function* read(node: Node, known: LibraryDocument, signal: AbortSignal): AsyncGenerator<VerifyEvent> {
  const { library } = node;
  // one that was moved, or only touched, is where it is now, and as it is now
  await library.recheck(known, { signal });
  const document = library.get(known.infoHash) ?? known;
  const { infoHash, name, size } = document;
  if ((await library.state(document)) === 'missing' && document.files === undefined)
    return yield { type: 'verified', document: await missing(node, document) };

  await using bytes = new LooseBytes(document);
  const [sha256, md5] = [createHash('sha256'), createHash('md5')];
  let told = Number.NEGATIVE_INFINITY;
  for (let begin = 0; begin < size; begin += SLICE) {
    signal.throwIfAborted();
    const slice = await bytes.read({ begin, end: Math.min(size, begin + SLICE) });
    sha256.update(slice);
    md5.update(slice);
    if (performance.now() - told < PROGRESS_EVERY_MS) continue;
    told = performance.now();
    yield { type: 'reading', infoHash, name, done: begin + slice.length, total: size };
  }
  const verdict = { md5: md5.digest('hex'), sha256: parseSha256(sha256.digest('hex')) };
  const whole = verdict.sha256 === document.sha256 && (await library.state(document)) === 'serving';
  const came = whole ? summary(document, verdict.md5) : await damage(node, document, bytes, verdict, signal);
  yield { type: 'verified', document: came };
}

/** What is wrong with a document; nobody is offered it any more. */
async function damage(
  node: Node,
  document: LibraryDocument,
  bytes: LooseBytes,
  { md5, sha256 }: { readonly md5: string; readonly sha256: LibraryDocument['sha256'] },
  signal: AbortSignal,
): Promise<VerifiedDocument> {
  const { infoHash, name, path } = document;
  await node.library.disown(infoHash, sha256);
  await withdraw(node, document);
  const description = await describe(node, document);
  const { layout } = description;
  const wrong = await wrongLeaves(description, bytes, { signal, told: () => undefined });
  const isWrong = new Set(wrong);
  const pages = Array.from({ length: layout.pageCount }, (_, page) => page).filter((page) =>
    layout.leavesOfPage(page).some((leaf) => isWrong.has(leaf)),
  );
  const wrongBytes = wrong.reduce((sum, leaf) => sum + (layout.leaves[leaf]?.bytes ?? 0), 0);
  node.log.warn('document-damaged', { name, path, wrongParts: wrong.length, wrongBytes });
  return {
    ...summary(document, md5),
    state: 'damaged',
    parts: layout.leaves.length,
    wrongParts: wrong.length,
    wrongBytes,
    wrongPages: indexRuns(pages).map(({ first, end }) => ({ firstPage: first + 1, lastPage: end })),
  };
}

async function missing(node: Node, document: LibraryDocument): Promise<VerifiedDocument> {
  await withdraw(node, document);
  const parts = (await describe(node, document)).layout.leaves.length;
  const none = { state: 'missing', md5: '', parts, wrongParts: parts, wrongBytes: document.size } as const;
  return { ...summary(document, ''), ...none };
}

/** Who asks for it is told that it is not here. */
async function withdraw(node: Node, { infoHash }: LibraryDocument): Promise<void> {
  node.holdings.lost(infoHash);
  await node.shelf.drop(infoHash);
  node.announcer.changed();
}

async function describe(node: Node, document: LibraryDocument) {
  const torrent = await node.library.torrentOf(document.infoHash);
  if (torrent !== undefined) return await describeKept(node.library, document, torrent);
  const what = `the .torrent kept of '${document.name}' is gone: get or publish the document again`;
  throw new CodedError('ERR_LIBRARY_RECORD_DAMAGED', what);
}

function summary(document: LibraryDocument, md5: string): VerifiedDocument {
  const { infoHash, sha256, name, path, size } = document;
  const nothing = { parts: 0, wrongParts: 0, wrongBytes: 0, wrongPages: [] };
  return { infoHash, sha256, name, path, size, state: 'whole', md5, ...nothing };
}
