import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openControl } from '../../../peer/control/control.ts';
import { createLab } from '../../support/lab.ts';

describe('the lock of a data folder', () => {
  test('lets one of twelve have a new folder, and one of twelve a stale one, every time', async () => {
    await using lab = await createLab();
    const data = lab.folder;
    const twelve = Array.from({ length: 12 }, (_, at) => at);
    for (const before of ['', ...Array.from({ length: 20 }, (_, at) => `{"pid":${at}`)]) {
      if (before !== '') writeFileSync(join(data, 'node.lock'), before);
      const tries = await Promise.allSettled(twelve.map(() => openControl(data)));
      const won = tries.filter((one) => one.status === 'fulfilled');
      expect(won).toHaveLength(1);
      await won[0]?.value[Symbol.asyncDispose]();
    }
    expect(existsSync(join(data, 'node.lock.claim'))).toBe(false);
  });

  test('replaces a stale lock although somebody was killed who was about to', async () => {
    await using lab = await createLab();
    const data = lab.folder;
    writeFileSync(join(data, 'node.lock'), '{');
    writeFileSync(join(data, 'node.lock.claim'), '');
    utimesSync(join(data, 'node.lock.claim'), new Date(0), new Date(0));
    const control = await openControl(data);
    expect(JSON.parse(readFileSync(join(data, 'node.lock'), 'utf8')).pid).toBe(process.pid);
    await control[Symbol.asyncDispose]();
  });
});
