import { stat } from 'node:fs/promises';
import { parseInfoHash } from '../../common/ids.ts';
import { uploadOf } from '../../common/tracker-api/verify-upload.ts';
import { type DownloadContext, download } from '../download.ts';
import { diskFull, lackForDownload } from '../limit/limit.ts';
import { targetExists, targetOf } from '../merge/merge.ts';
import type { Abortable, GetEvent, GetRequest, GetResult, Transfer } from '../operations/operations.ts';
import { keepUpload } from '../publish/publish.ts';
import type { Wanted } from '../search/search.ts';
import type { Subject } from '../transfers/transfers.ts';
import { announce } from './announce.ts';
import { copyTo, findHere, present } from './here.ts';
import { identified, searchFor } from './identified.ts';
import type { Node } from './rooms.ts';

/**
 * Gets a document: it is found, and either here already or fetched. Who asks for a document that is being fetched
 * watches that download.
 */
export async function* get(node: Node, request: GetRequest, { signal }: Abortable): AsyncGenerator<GetEvent> {
  const wanted = await identified(node, request.document, { signal });
  yield foundEvent(wanted);
  const target = await targetOfRequest(request, wanted);

  const here = await findHere(node, wanted, target, signal);
  if (here === undefined) {
    await refuseOtherFile(target);
    const work = (emit: (event: GetEvent) => void, limit: AbortSignal) =>
      fetch(node, wanted, request, target, emit, limit);
    for await (const event of node.transfers.attend(subjectOf(wanted, target), request, work, { signal })) {
      if (event.type !== 'found')
        yield event.type === 'done' ? await deliveredTo(node, event, target) : event;
    }
    return;
  }
  for await (const event of present(node, here, wanted, request, target, { signal })) {
    if (event.type === 'done') await putDownAsHere(node, wanted, request, target, event.result);
    yield event;
  }
}

/** Puts a transfer down that had nothing to do, and deletes what had arrived of the document that is here whole. */
export async function putDownAsHere(
  node: Node,
  wanted: Wanted,
  request: GetRequest,
  target: string | undefined,
  result: GetResult,
): Promise<Transfer> {
  const transfer = await node.transfers.present(subjectOf(wanted, target), request, result);
  if (transfer.state === 'done') await node.library.dropPartial(wanted.info.infoHash);
  return transfer;
}

/** What is told first of a document that was found. */
export function foundEvent({ info, sha256, pages }: Wanted): GetEvent {
  const { name, infoHash, length: size, multiFile } = info;
  const files = multiFile ? { files: info.files.filter(({ padding }) => !padding).length } : {};
  return { type: 'found', name, sha256: sha256 ?? '', infoHash, size, pages, ...files };
}

/** What a transfer keeps of a document that was found. */
export function subjectOf({ info, sha256, pages }: Wanted, target: string | undefined): Subject {
  const { name, infoHash, length: size } = info;
  return { infoHash, sha256: sha256 ?? '', name, size, pages, target: target ?? '' };
}

/** Where the file goes; `undefined`: into the library folder. */
export async function targetOfRequest({ out }: GetRequest, { info }: Wanted): Promise<string | undefined> {
  return out === undefined ? undefined : await targetOf(out, info.name);
}

/** Who joined a download that another command had begun wants the file in a place of his own. */
async function deliveredTo(
  node: Node,
  event: Extract<GetEvent, { type: 'done' }>,
  target: string | undefined,
): Promise<GetEvent> {
  const document = node.library.get(parseInfoHash(event.result.infoHash));
  if (document === undefined || target === undefined || event.result.path === target) return event;
  return { type: 'done', result: { ...event.result, path: await copyTo(document, target) } };
}

/** Fetches a document from those who hold it, into `target` or the library folder. */
export async function fetch(
  node: Node,
  wanted: Wanted,
  request: GetRequest,
  target: string | undefined,
  emit: (event: GetEvent) => void,
  signal: AbortSignal,
): Promise<GetResult> {
  const { infoHash, name, length, multiFile } = wanted.info;
  emit(foundEvent(wanted));
  // a folder's files are copied out of what has arrived, which is deleted then
  const room = multiFile ? 2 * length : length;
  // where it goes from there is found out when it is here: then another place may be named
  const fullDisk = () => lackForDownload(node.library.partialPath(infoHash), room, undefined).then(diskFull);
  const full = await fullDisk();
  if (full !== undefined) throw full;
  const giveBack = await node.storage.reserve(infoHash, name, room);
  if (wanted.upload !== undefined) await keepUpload(node.library.folders.documents, uploadOf(wanted.upload));
  const rooms: DownloadContext = {
    library: node.library,
    shelf: node.shelf,
    swarm: node.swarm,
    hostId: node.hostId,
    addresses: node.addresses,
    search: searchFor(node, wanted),
    announceUrls: node.announceUrls,
    announce: (document, limit) => announce(node, document, limit),
    changed: () => node.announcer.changed(),
    uploads: node.uploads,
    limits: node.limits,
    visitors: node.visitors,
    experience: node.experience,
    disk: {
      lack: async () => (await fullDisk())?.message,
      full: (message) => {
        node.log.warn('disk-full', { infoHash, message });
        emit({ type: 'full', message });
      },
      room: () => {
        node.log.info('disk-has-room', { infoHash });
        emit({ type: 'room' });
      },
    },
    uploaded: (bytes) => node.uploaded(infoHash, bytes),
    began: (content, fetch) => node.observer.began(content, fetch),
    emit: (event) => {
      if (event.type === 'banned') node.observer.banned({ ...event, document: wanted.info.name });
      emit(event);
    },
    log: node.log,
    signal,
  };
  try {
    return await download(wanted, request, target, rooms);
  } finally {
    giveBack();
    node.announcer.changed(); // what is only begun is not served while nobody fetches it
  }
}

/** @throws {CodedError} ERR_GET_TARGET_EXISTS when something lies where the document is to go */
export async function refuseOtherFile(target: string | undefined): Promise<void> {
  if (target === undefined || (await stat(target).catch(() => undefined)) === undefined) return;
  throw targetExists(target);
}
