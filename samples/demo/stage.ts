import type { DocumentDetails } from '../../common/tracker-api/publication.ts';
import { check, type Narrator } from './narrator.ts';
import type { Company, Ready } from './program.ts';
import type { Relay } from './relay.ts';

/** What all acts of the demo share. */
export interface Stage {
  readonly narrator: Narrator;
  readonly company: Company;
  /** empty, and removed afterwards */
  readonly folder: string;
  /** opened by the acts, closed by whoever made the stage */
  readonly relays: Relay[];
}

/** A node: the name of its data folder, and the URL of its tracker. */
export interface Node {
  readonly name: string;
  readonly tracker: string;
}

/** Starts the node as a process of its own, on a free port of 127.0.0.1. */
export function startPeer(
  { company, folder }: Stage,
  node: Node,
  flags: readonly string[] = [],
): Promise<Ready> {
  const place = ['--data', `${folder}/${node.name}`, '--tracker', node.tracker];
  return company.start(['peer', '--host', '127.0.0.1', '--port', '0', ...place, ...flags, '--json']);
}

/** Runs one command of `node` to its end; the JSON values that it printed, one a line. */
export async function ask<Answer>(
  { company, folder }: Stage,
  node: Node,
  args: readonly string[],
): Promise<Answer[]> {
  const place = ['--data', `${folder}/${node.name}`, '--tracker', node.tracker];
  const { code, stdout } = await company.run([...args, ...place, '--json']);
  check(code === 0, `pageswarm ${args.join(' ')} exits with 0, it did with ${code}`);
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));
}

/** Shows who holds a document, and checks that `count` hold all of it. */
export async function listHolders(stage: Stage, asker: Node, sha256: string, count: number): Promise<void> {
  const [details] = await ask<DocumentDetails>(stage, asker, ['show', sha256]);
  for (const { addresses, heldPercent, ageMs } of details?.holderList ?? []) {
    const age = (ageMs / 1000).toFixed(1);
    stage.narrator.tell(`${addresses[0]}  holds ${heldPercent} %, heard of ${age} s ago`);
  }
  const complete = details?.holderList.filter((holder) => holder.complete) ?? [];
  check(complete.length === count, `${count} hold all of it, it was ${complete.length}`);
}
