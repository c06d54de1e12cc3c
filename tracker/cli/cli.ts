import { Command } from '@commander-js/extra-typings';
import { createTracker } from '../tracker.ts';

/** The verb `tracker`. */
export function trackerCommand(): Command {
  return new Command('tracker')
    .description('index published documents and tell who holds them')
    .option('--data <folder>', 'folder of the catalog', '.')
    .action(async ({ data }) => {
      await createTracker({ data });
    }) as unknown as Command;
}
