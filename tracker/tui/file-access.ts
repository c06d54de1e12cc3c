import { writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { codeOf } from '../../common/errors.ts';
import { writeAtomically } from '../../common/runtime/atomic-write.ts';
import type { FileAccess } from './parts.ts';

/** The files of this machine. */
export const machineFiles: FileAccess = {
  resolve: (path) => resolve(path.trim().replace(/^~(?=$|[/\\])/, () => homedir())),
  write: async (path, bytes, replace) => {
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
