import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { loadConfig, rememberTrackers } from '../../../peer/config.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A data folder whose config.json holds `stored`. */
function aFolder(stored?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'pageswarm-config-'));
  folders.push(folder);
  if (stored !== undefined) writeFileSync(join(folder, 'config.json'), stored);
  return folder;
}

describe('loadConfig', () => {
  test('lets flags win over the environment, and that over the file', async () => {
    const data = aFolder('{"trackers":["http://file:1"],"host":"192.0.2.1","port":9000}');
    const environment = { PAGESWARM_DATA: data, PAGESWARM_TRACKER: 'http://one:1, http://two:2/' };
    expect(await loadConfig({}, environment)).toMatchObject({
      data,
      trackers: ['http://one:1', 'http://two:2'],
      host: '192.0.2.1',
      port: 9000,
    });
    expect((await loadConfig({ trackers: ['https://flag/base/'] }, environment)).trackers).toEqual([
      'https://flag/base',
    ]);
  });

  test.each([
    ['{', 'cannot be read'],
    ['[]', 'not a JSON object'],
    ['{"port":"9000"}', "'port'"],
    ['{"port":70000}', "'port'"],
    ['{"trackers":[]}', "'trackers'"],
    ['{"trackers":["ftp://x"]}', "'trackers'"],
    ['{"host":7}', "'host'"],
  ])('names what is wrong with %s', async (stored, what) => {
    const data = aFolder(stored);
    await expect(loadConfig({ data }, {})).rejects.toMatchObject({
      code: 'ERR_CONFIG_INVALID',
      message: expect.stringMatching(new RegExp(`config.json.*${what}`)),
    });
  });

  test('says that the environment is wrong when it is', async () => {
    await expect(loadConfig({ data: aFolder() }, { PAGESWARM_TRACKER: 'nonsense' })).rejects.toMatchObject({
      code: 'ERR_CONFIG_INVALID',
      message: expect.stringContaining('environment'),
    });
  });
});

describe('rememberTrackers', () => {
  test('stores trackers once and leaves everything else in the file', async () => {
    const data = aFolder('{"port":9000,"later":{"version":2}}');
    await rememberTrackers(data, ['http://first:1']);
    await rememberTrackers(data, ['http://second:1']);
    expect(JSON.parse(readFileSync(join(data, 'config.json'), 'utf8'))).toEqual({
      port: 9000,
      later: { version: 2 },
      trackers: ['http://first:1'],
    });
  });

  test('makes the folder when there is none', async () => {
    const data = join(aFolder(), 'new', 'node');
    await rememberTrackers(data, ['http://first:1']);
    expect((await loadConfig({ data }, {})).trackers).toEqual(['http://first:1']);
  });
});
