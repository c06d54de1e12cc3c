import type { Opener } from './details/document-actions.ts';
import { systemOpener } from './details/system-opener.ts';
import type { Disk } from './picker/disk.ts';
import { localDisk } from './picker/local-disk.ts';

/** What of the machine panes use; tests give others. */
export interface Machine {
  readonly disk: Disk;
  readonly opener: Opener;
}

/** The machine that the screen runs on. */
export function thisMachine(): Machine {
  return { disk: localDisk(), opener: systemOpener };
}
