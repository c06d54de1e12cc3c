import { savePlaces } from '../../common/runtime/save-places.ts';
import type { SavePlaces } from '../../common/terminal/ask-to-save-torrent.ts';
import type { Opener } from './details/document-actions.ts';
import { systemOpener } from './details/system-opener.ts';
import type { Disk } from './picker/disk.ts';
import { localDisk } from './picker/local-disk.ts';

/** What of the machine panes use; tests give others. */
export interface Machine {
  readonly disk: Disk;
  readonly places: SavePlaces;
  readonly opener: Opener;
}

/** The machine that the screen runs on. */
export function thisMachine(): Machine {
  return { disk: localDisk(), places: savePlaces, opener: systemOpener };
}
