import type { Command } from '@commander-js/extra-typings';
import { changeCommand } from './change-transfers.ts';
import type { Perform } from './perform.ts';

/** The verb `resume`. */
export function resumeCommand(perform: Perform): Command {
  return changeCommand(perform, {
    verb: 'resume',
    description: 'go on with paused transfers when their turn comes',
    all: ['paused'],
    change: (operations, id, options) => operations.resume(id, options),
    examples: `
Examples:
  $ pageswarm resume 3f2a1b00
  $ pageswarm resume --all`,
  });
}
