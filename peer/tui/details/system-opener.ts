import { openFile, showInFolder } from '../../../common/runtime/open-file.ts';
import type { Opener } from './document-actions.ts';

/** The programs of the person's desktop. */
export const systemOpener: Opener = {
  open: (path) => openFile(path),
  showInFolder: (path) => showInFolder(path),
};
