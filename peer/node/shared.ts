import { firstAnswers, sharedDownload, sharedUnfinished, sharedWhole } from '../observe/observe.ts';
import type { Abortable, NodeStatus, SharedDocument } from '../operations/operations.ts';
import type { Node } from './rooms.ts';

/** Every document of the node as it is on disk at this moment: whole, arriving, or begun. */
export async function shared(node: Node): Promise<SharedDocument[]> {
  const { library, shelf, log } = node;
  const whole = library
    .documents()
    .map(async (document) =>
      sharedWhole(
        document,
        node.checking.has(document.infoHash) ? 'checking' : await library.state(document),
      ),
    );
  const arriving = shelf.downloads().map(sharedDownload);
  const known = new Set([...library.documents(), ...arriving].map(({ infoHash }) => infoHash));
  const left = (await library.partials()).filter((infoHash) => !known.has(infoHash));
  const unfinished = await Promise.all(left.map((infoHash) => sharedUnfinished(library, infoHash, log)));
  return [...(await Promise.all(whole)), ...arriving, ...unfinished.filter((one) => one !== undefined)];
}

/** How the node is doing. One that has just started waits a moment for its trackers. */
export async function status(node: Node, { signal }: Abortable): Promise<NodeStatus> {
  await firstAnswers(node.announcer, signal);
  const documents = node.library.documents().filter(({ infoHash }) => node.holdings.serves(infoHash));
  const { up, down } = node.swarm.traffic.all;
  return {
    version: node.version,
    pid: process.pid,
    lasting: node.lasting,
    data: node.library.folders.data,
    addresses: node.addresses,
    trackers: node.announcer.contacts(),
    documents: documents.length,
    bytes: documents.reduce((sum, { size }) => sum + size, 0),
    connections: node.swarm.connections,
    uploadedBytes: up.total,
    downloadedBytes: down.total,
  };
}
