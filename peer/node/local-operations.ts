import { CodedError } from '../../common/errors.ts';
import { signWithdrawal } from '../../common/tracker-api/signature.ts';
import type { LibraryDocument } from '../library/library.ts';
import type {
  Abortable,
  ObserveOperations,
  Operations,
  Removed,
  RemoveRequest,
} from '../operations/operations.ts';
import { dropUpload } from '../publish/publish.ts';
import { torrentOfWanted } from '../search/search.ts';
import { get } from './get.ts';
import { identified } from './identified.ts';
import { publish } from './publish-paths.ts';
import type { Node } from './rooms.ts';
import { shared, status } from './shared.ts';
import { transferOperations } from './transferring.ts';
import { verifyDocuments } from './verify-documents.ts';

/** What `node` does for people, in this process. */
export function localOperations(node: Node): Operations {
  return {
    publish: (request, options) => publish(node, request, options),
    get: (request, options) => get(node, request, options),
    search: (words, options) => node.searchIn([]).searchWords(words, options),
    show: (document, options) => node.searchIn([]).find(document, options),
    list: (options) => node.searchIn([]).list(options),
    torrent: (document, options) => torrent(node, document, options),
    shared: () => shared(node),
    status: (options) => status(node, options),
    remove: (request, options) => remove(node, request, options),
    verify: (request, options) => verifyDocuments(node, request, options),
    preview: (request, options) => node.reader.preview(request, options),
    readable: (document, options) => node.reader.readable(document, options),
    settings: () => node.settings.list(),
    configure: ({ name, value }) => node.settings.change(name, value),
    ...transferOperations(node),
    ...observing(node),
  };
}

function observing({ observer }: Node): ObserveOperations {
  return {
    watch: (parts, options) => observer.watch(parts, options),
    network: (options) => observer.network(options),
    peers: (document, options) => observer.peers(document, options),
    bans: (options) => observer.bans(options),
    limits: (options) => observer.limits(options),
    log: (request, options) => observer.log(request, options),
    heat: (document, options) => observer.heat(document, options),
  };
}

async function torrent(node: Node, document: string, options: Abortable) {
  const own = findOwn(node, document);
  const kept = own === undefined ? undefined : await node.library.torrentOf(own.infoHash);
  if (own !== undefined && kept !== undefined) return { name: own.name, bytes: kept };
  const wanted = await identified(node, document, options);
  return { name: wanted.info.name, bytes: torrentOfWanted(wanted, node.announceUrls) };
}

function findOwn(node: Node, document: string): LibraryDocument | undefined {
  try {
    return node.library.find(document);
  } catch {
    return undefined;
  }
}

async function remove(node: Node, request: RemoveRequest, { signal }: Abortable): Promise<Removed> {
  const document = node.library.find(request.document);
  const { infoHash, sha256, name, path } = document;
  if (node.shelf.downloads().some(({ description }) => description.info.infoHash === infoHash)) {
    throw new CodedError('ERR_PEER_BUSY', `'${name}' is being fetched; interrupt that first`);
  }
  node.holdings.lost(infoHash);
  await node.shelf.drop(infoHash);
  const { fileDeleted } = await node.library.remove(infoHash, { deleteFile: request.deleteFile });
  await dropUpload(node.library.folders.documents, infoHash);
  const withdrawn = document.published ? await withdraw(node, document, signal) : [];
  await node.announcer.flush({ signal }).catch(() => []);
  return { sha256, name, path, fileDeleted, withdrawn };
}

/** Takes our publication back; a tracker that cannot be reached does not stop the removal. */
async function withdraw(
  node: Node,
  { sha256 }: LibraryDocument,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const withdrawal = signWithdrawal({ version: 1, withdraw: sha256, sequence: Date.now() }, node.library.key);
  try {
    return await node.announcer.withdraw(withdrawal, { signal });
  } catch (error) {
    signal.throwIfAborted();
    node.log.warn('withdraw-failed', { sha256, err: error });
    return [];
  }
}
