import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import type { ManifestEntry } from '../../../samples/make/manifest.ts';
import { SAMPLES } from '../../../samples/make/samples.ts';

const MIB = 2 ** 20;
const folder = fileURLToPath(new URL('../../../../samples/', import.meta.url));

async function readManifest(): Promise<readonly ManifestEntry[]> {
  const manifest: { samples: ManifestEntry[] } = JSON.parse(await readFile(`${folder}manifest.json`, 'utf8'));
  return manifest.samples;
}

describe('samples/manifest.json', () => {
  test('lists exactly the files of samples/pdf', async () => {
    const listed = (await readManifest()).map((entry) => entry.name);
    expect(new Set(await readdir(`${folder}pdf`))).toEqual(new Set(listed));
    expect(SAMPLES.map((sample) => sample.name)).toEqual(listed);
  });

  test('says what the files are, to the byte', async () => {
    for (const entry of await readManifest()) {
      const bytes = await readFile(`${folder}pdf/${entry.name}`);
      expect({ name: entry.name, bytes: bytes.length }).toEqual({ name: entry.name, bytes: entry.bytes });
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(entry.sha256);
      expect(createHash('md5').update(bytes).digest('hex')).toBe(entry.md5);
    }
  });

  test('stays small enough to clone: at most 12 MiB in all', async () => {
    const total = (await readManifest()).reduce((sum, entry) => sum + entry.bytes, 0);
    expect(total).toBeLessThanOrEqual(12 * MIB);
  });
});
