import { stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { codeOf } from '../errors.ts';
import type { SavePlaces } from '../terminal/ask-to-save-torrent.ts';
import { writeAtomically } from './atomic-write.ts';

/** The files of this machine. */
export const savePlaces: SavePlaces = {
  async pathOf(typed, name) {
    const path = resolve(typed.replace(/^~(?=$|[/\\])/, () => homedir()));
    const found = await stat(path).catch(() => undefined);
    return found?.isDirectory() === true ? join(path, name) : path;
  },
  async write(path, bytes, replace) {
    if (replace) {
      await writeAtomically(path, bytes);
      return true;
    }
    try {
      await writeFile(path, bytes, { flag: 'wx' });
      return true;
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false;
      throw error;
    }
  },
};
