import type { Command } from '@commander-js/extra-typings';
import { changeCommand } from './change-transfers.ts';
import type { Perform } from './perform.ts';

/** The verb `cancel`. */
export function cancelCommand(perform: Perform): Command {
  return changeCommand(perform, {
    verb: 'cancel',
    description: 'end transfers and delete what has arrived; whole documents are never deleted',
    all: ['running', 'waiting', 'paused', 'failed'],
    question: {
      ask: (which) => `Cancel ${which} and delete what has arrived?`,
      unasked: 'cancel deletes what has arrived: add --yes to do so unasked',
    },
    change: (operations, id, options) => operations.cancel(id, options),
    examples: `
Examples:
  $ pageswarm cancel 3f2a1b00
  $ pageswarm cancel --all --yes`,
  });
}
