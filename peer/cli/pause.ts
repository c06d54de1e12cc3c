import type { Command } from '@commander-js/extra-typings';
import { changeCommand } from './change-transfers.ts';
import type { Perform } from './perform.ts';

/** The verb `pause`. */
export function pauseCommand(perform: Perform): Command {
  return changeCommand(perform, {
    verb: 'pause',
    description: 'interrupt transfers; what has arrived is kept',
    all: ['running', 'waiting'],
    change: (operations, id, options) => operations.pause(id, options),
    examples: `
Examples:
  $ pageswarm pause 3f2a1b00
  $ pageswarm pause --all`,
  });
}
