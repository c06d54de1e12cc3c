import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const program = fileURLToPath(new URL('../../../samples/make-samples.js', import.meta.url));
const committed = fileURLToPath(new URL('../../../../samples', import.meta.url));

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(`${tmpdir()}/pageswarm-samples-`);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('make-samples', () => {
  test('makes the committed samples and their manifest again, byte for byte', async () => {
    await promisify(execFile)(process.execPath, [program, folder]);

    const manifest = await readFile(`${folder}/manifest.json`, 'utf8');
    expect(manifest).toBe(await readFile(`${committed}/manifest.json`, 'utf8'));
    const names = JSON.parse(manifest).samples.map((sample: { name: string }) => sample.name);
    expect(names.length).toBeGreaterThanOrEqual(5);
    for (const name of names) {
      const made = await readFile(`${folder}/pdf/${name}`);
      expect([name, made.equals(await readFile(`${committed}/pdf/${name}`))]).toEqual([name, true]);
    }
  }, 120_000);
});
