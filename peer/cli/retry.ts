import type { Command } from '@commander-js/extra-typings';
import { changeCommand } from './change-transfers.ts';
import type { Perform } from './perform.ts';

/** The verb `retry`. */
export function retryCommand(perform: Perform): Command {
  return changeCommand(perform, {
    verb: 'retry',
    description: 'begin failed or cancelled transfers again; of a failed one what has arrived is kept',
    all: ['failed'],
    change: (operations, id, options) => operations.retry(id, options),
    examples: `
Examples:
  $ pageswarm retry 3f2a1b00
  $ pageswarm retry --all`,
  });
}
