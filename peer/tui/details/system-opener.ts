import { dirname } from 'node:path';
import open from 'open';
import type { Opener } from './document-actions.ts';

/** The programs of the person's desktop. */
export const systemOpener: Opener = {
  open: async (path) => void (await open(path)),
  showInFolder: async (path) => void (await open(dirname(path))),
};
