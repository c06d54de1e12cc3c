import { connectControl } from '../../peer/control/control.ts';
import type { Operations } from '../../peer/operations/operations.ts';

/** The operations of the node that runs on `data`, over its control port. */
export async function operationsOf(data: string): Promise<Operations> {
  const operations = await connectControl(data);
  if (operations === undefined) throw new Error(`no node runs on ${data}`);
  return operations;
}
