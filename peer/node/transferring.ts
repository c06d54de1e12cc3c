import { CodedError, messageOf } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import type { Log } from '../../common/runtime/log.ts';
import type { Library } from '../library/library.ts';
import { lackForDownload } from '../limit/limit.ts';
import type {
  Abortable,
  GetEvent,
  GetRequest,
  GetResult,
  Transfer,
  TransferOperations,
} from '../operations/operations.ts';
import { dropUpload } from '../publish/publish.ts';
import { torrentOfWanted, type Wanted, wantedByTorrent } from '../search/search.ts';
import type { Subject, Work } from '../transfers/transfers.ts';
import { fetch, foundEvent, putDownAsHere, refuseOtherFile, subjectOf, targetOfRequest } from './get.ts';
import { findHere, present } from './here.ts';
import { identified } from './identified.ts';
import type { Node } from './rooms.ts';

/** What `node` does for those who do not wait for a download. */
export function transferOperations(node: Node): TransferOperations {
  const { transfers } = node;
  return {
    transfers: async () => transfers.list(),
    enqueue: (request, options) => enqueue(node, request, options),
    follow: (id, options) => transfers.follow(id, options),
    pause: (id) => transfers.pause(id),
    resume: (id) => transfers.resume(id),
    retry: (id) => transfers.retry(id),
    cancel: (id) => transfers.cancel(id),
    forget: (id) => transfers.forget(id),
  };
}

async function enqueue(node: Node, request: GetRequest, { signal }: Abortable): Promise<Transfer> {
  const wanted = await identified(node, request.document, { signal });
  const target = await targetOfRequest(request, wanted);
  const here = await findHere(node, wanted, target, signal);
  if (here !== undefined) {
    const result = await resultOf(present(node, here, wanted, request, target, { signal }), () => undefined);
    return await putDownAsHere(node, wanted, request, target, result);
  }
  await refuseOtherFile(target);
  // when its turn comes the `.torrent` that was named may be gone, and the trackers silent
  await node.library.keep(wanted.info.infoHash, torrentOfWanted(wanted, node.announceUrls));
  return await node.transfers.enqueue(subjectOf(wanted, target), request, { signal });
}

/** What a transfer does for nobody in particular, when its turn has come: as `get`, of exactly this document. */
export function workFor(node: Node, infoHash: InfoHash, request: GetRequest): Work {
  return async (emit, signal) => {
    const wanted = await identifyAgain(node, infoHash, request, signal);
    const target = await targetOfRequest(request, wanted);
    const here = await findHere(node, wanted, target, signal);
    if (here === undefined) {
      await refuseOtherFile(target);
      return await fetch(node, wanted, request, target, emit, signal);
    }
    emit(foundEvent(wanted));
    const result = await resultOf(present(node, here, wanted, request, target, { signal }), emit);
    await node.library.dropPartial(infoHash);
    return result;
  };
}

/**
 * The document of a transfer, as trackers know it now; where they do not answer, know it no more or mean another by its
 * name, as the kept `.torrent` says.
 */
async function identifyAgain(
  node: Node,
  infoHash: InfoHash,
  { document }: GetRequest,
  signal: AbortSignal,
): Promise<Wanted> {
  const text = /\.torrent$|^magnet:/i.test(document) ? document : infoHash;
  try {
    const wanted = await identified(node, text, { signal });
    if (wanted.info.infoHash === infoHash) return wanted;
    throw new CodedError('ERR_SEARCH_NOT_FOUND', `'${document}' means another document now`);
  } catch (error) {
    signal.throwIfAborted();
    const kept = await node.library.torrentOf(infoHash);
    if (kept === undefined) throw error;
    node.log.info('transfer-by-kept-torrent', { infoHash, why: messageOf(error) });
    return wantedByTorrent(kept);
  }
}

/** Hands all events but the last to `emit`; what it came to. */
async function resultOf(
  events: AsyncIterable<GetEvent>,
  emit: (event: GetEvent) => void,
): Promise<GetResult> {
  for await (const event of events) {
    if (event.type === 'done') return event.result;
    emit(event);
  }
  throw new CodedError('ERR_PEER_FAILED', 'a download ended without a result');
}

/** Deletes what has arrived of a document and what is kept for it, unless it is here whole; the trackers hear of it. */
export async function discard(node: Node, infoHash: InfoHash): Promise<void> {
  await node.library.dropPartial(infoHash);
  if (node.library.get(infoHash) === undefined) await dropUpload(node.library.folders.documents, infoHash);
  node.announcer.changed();
}

/** Downloads that were begun, as their partial files and kept `.torrent`s tell. */
export async function leftovers(library: Library, log: Log): Promise<readonly Subject[]> {
  const subjects: Subject[] = [];
  for (const infoHash of await library.partials()) {
    try {
      const torrent = await library.torrentOf(infoHash);
      if (torrent !== undefined) subjects.push(subjectOf(wantedByTorrent(torrent), undefined));
    } catch (error) {
      log.warn('download-unreadable', { infoHash, reason: messageOf(error) });
    }
  }
  return subjects;
}

/** Whether the disks have room for what is missing of a download, where it arrives and where it goes. */
export async function hasRoom(library: Library, { infoHash, size, target }: Subject): Promise<boolean> {
  const place = target === '' ? undefined : target;
  return (await lackForDownload(library.partialPath(infoHash), size, place)) === undefined;
}
