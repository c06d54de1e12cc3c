import { existsSync } from 'node:fs';
import { loadConfig } from '../../peer/config.ts';
import { createPeer } from '../../peer/peer.ts';

/** How often it is looked whether all are to begin, ms. */
const LOOK_MS = 5;

/**
 * A node of a crowd, as `crowd.ts` starts it: says `ready`, waits until the file `go` is there, fetches `document`, says
 * `done` and serves on.
 *
 *     node crowd-node.js <data folder> <address> <document> <go>
 */
const [, , data = '', host = '', document = '', go = ''] = process.argv;
const config = await loadConfig({ data, host, port: 6881 }, process.env);
await using peer = await createPeer(config, { lasting: true });
say({ type: 'ready' });
while (!existsSync(go)) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));

const begunAt = performance.now();
const before = process.cpuUsage();
for await (const event of peer.operations.get(
  { document, serve: true },
  { signal: new AbortController().signal },
)) {
  if (event.type !== 'done') continue;
  const { user, system } = process.cpuUsage(before);
  const { seconds, md5Ok, fetchedBytes, size } = event.result;
  const wall = (performance.now() - begunAt) / 1000;
  say({ type: 'done', seconds, wall, md5Ok, fetchedBytes, size, cpu: (user + system) / 1e6 });
}
await new Promise(() => undefined); // it serves until it is killed

function say(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
