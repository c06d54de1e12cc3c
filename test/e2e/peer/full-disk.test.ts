import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aPdf } from '../../support/a-pdf.ts';
import { type Child, startChild } from '../../support/child.ts';
import { createLab, type Lab } from '../../support/lab.ts';
import { canMount } from '../../support/own-disk.ts';

const MAIN = fileURLToPath(new URL('../../../peer/main.js', import.meta.url));

const testOnDisk = canMount('full-disk.test') ? test : test.skip;

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});
afterAll(async () => await lab[Symbol.asyncDispose]());

/** The program with its data on a new disk that is mounted with `options`. */
function onDisk(options: string, args: readonly string[]): Child {
  return besideDisk(options, [...args, '--data', lab.path('disk', 'data')]);
}

/** The program, with a new disk at `disk` in the lab's folder that is mounted with `options`. */
function besideDisk(options: string, args: readonly string[]): Child {
  const disk = lab.path('disk');
  mkdirSync(disk, { recursive: true });
  const script = 'mount -t tmpfs -o "$1" tmpfs "$2" && shift 2 && exec "$@"';
  const program = [process.execPath, MAIN, ...args];
  return lab.own(startChild('unshare', ['-rm', 'sh', '-c', script, 'sh', options, disk, ...program]));
}

describe('pageswarm get', () => {
  testOnDisk(
    'ends with 9 and a way out when the disk is full',
    async () => {
      const tracker = await lab.startTracker();
      const holder = await lab.startPeer({ tracker });
      const file = await lab.file('large.pdf', aPdf({ pages: 60, bytesPerPage: 60_000 }));
      expect((await lab.run(['publish', file], { data: holder.data })).code).toBe(0);

      const get = onDisk('size=2m', ['get', 'large.pdf', '--tracker', tracker.url, '--host', '127.0.0.1']);
      expect((await get.exited).code).toBe(9);
      expect(get.stderr()).toMatch(/free some.*\(ERR_\w+_NO_SPACE\)/);
    },
    60_000,
  );

  testOnDisk(
    'ends with 9 when the disk of --out is full, and then only has to put the document somewhere else',
    async () => {
      const tracker = await lab.startTracker();
      const holder = await lab.startPeer({ tracker });
      const file = await lab.file('far.pdf', aPdf({ pages: 50, bytesPerPage: 60_000 }));
      expect((await lab.run(['publish', file], { data: holder.data })).code).toBe(0);

      const data = lab.path('near');
      const out = lab.path('disk', 'out.pdf');
      const args = ['get', 'far.pdf', '--tracker', tracker.url, '--host', '127.0.0.1', '--data', data];
      const get = besideDisk('size=1m', [...args, '--out', out]);
      expect((await get.exited).code).toBe(9);
      expect(get.stderr()).toContain('ERR_CONTENT_NO_SPACE');

      const again = await lab.run([...args, '--json', '--out', lab.path('out.pdf')]);
      expect(again.json()).toMatchObject({ fetchedBytes: 0, md5Ok: true });
    },
    60_000,
  );
});

describe('pageswarm status', () => {
  testOnDisk('says that a folder is read-only', async () => {
    const status = onDisk('ro', ['status', '--tracker', 'http://127.0.0.1:1']);
    expect((await status.exited).code).toBe(1);
    expect(status.stderr()).toContain('ERR_LIBRARY_NO_PERMISSION');
  });
});
