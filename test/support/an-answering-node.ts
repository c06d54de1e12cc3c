import { openControl } from '../../peer/control/control.ts';
import type { Operations } from '../../peer/operations/operations.ts';
import type { Lab } from './lab.ts';

const nodes: AsyncDisposable[] = [];
let folders = 0;

/** A data folder of `lab` on which a node runs in this process, that does what `operations` do. */
export async function anAnsweringNode(lab: Lab, operations: Partial<Operations>): Promise<string> {
  const data = lab.path(`node-${++folders}`);
  const control = await openControl(data);
  control.serve(operations as Operations);
  nodes.push(control);
  return data;
}

/** Ends all nodes that answer; for `afterEach`. */
export async function endAnsweringNodes(): Promise<void> {
  for (const node of nodes.splice(0)) await node[Symbol.asyncDispose]();
}
