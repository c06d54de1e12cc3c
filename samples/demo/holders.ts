import type { PublishedFile } from '../../peer/operations/operations.ts';
import { check } from './narrator.ts';
import { type AccessLine, Relay } from './relay.ts';
import { ask, type Node, type Stage, startPeer } from './stage.ts';

/** Starts the tracker; its URL. */
export async function startTracker({ narrator, company, folder }: Stage): Promise<string> {
  const place = ['--host', '127.0.0.1', '--port', '0', '--data', `${folder}/tracker`];
  const { url } = await company.start(['tracker', ...place, '--json']);
  check(url !== undefined, 'the tracker says where it is');
  narrator.tell(`listens at ${url}`);
  return url;
}

/** Starts a node behind each of `lines`: it announces the address of its relay instead of its own. */
export async function startHolders(
  stage: Stage,
  tracker: string,
  lines: readonly AccessLine[],
): Promise<Node[]> {
  const nodes: Node[] = [];
  for (const [index, line] of lines.entries()) {
    const node = { name: `holder-${index + 1}`, tracker };
    const relay = new Relay(line);
    stage.relays.push(relay);
    const address = await relay.listen();
    const { port } = await startPeer(stage, node, ['--announce-address', address]);
    relay.leadTo(port);
    stage.narrator.tell(`${node.name} at ${address}: ${line.roundTripMs} ms, ${line.rate} kB/s`);
    nodes.push(node);
  }
  return nodes;
}

/** Lets each node publish every PDF of `folder`, all at once; there are `count`, and each gets a page map. */
export async function publishAll(
  stage: Stage,
  nodes: readonly Node[],
  folder: string,
  count: number,
): Promise<void> {
  const publish = async (node: Node): Promise<void> => {
    const files = await ask<PublishedFile>(stage, node, ['publish', folder, '--quiet']);
    check(files.length === count, `${node.name} publishes all ${count} samples, it did ${files.length}`);
    for (const { name, mapped, reason } of files) check(mapped, `${name} has a page map: ${reason}`);
    stage.narrator.tell(`${node.name}: ${count} documents, each with a page map and a .torrent`);
  };
  await Promise.all(nodes.map(publish));
}
