import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createSettings } from '../../../peer/settings/settings.ts';
import { aFolder } from '../../support/in-process.ts';

const NOTHING = { environment: {}, commandLine: {} };

describe('createSettings', () => {
  test('keeps what it does not know, and writes what is stored', async () => {
    await using folder = await aFolder();
    const file = join(folder.path, 'config.json');
    await writeFile(file, '{"later":{"version":2},"port":9000}');
    const settings = createSettings(folder.path, NOTHING);
    const changed = await Promise.all([
      settings.change('keys', 'files/publish=ctrl-p,P'),
      settings.change('mouse', 'off'),
      settings.change('port', undefined),
      settings.change('trackers', 'http://a:1/ http://b:2'),
    ]);
    expect(changed.map(({ value, source }) => `${value} (${source})`)).toEqual([
      'files/publish=ctrl-p,P (stored)',
      'off (stored)',
      '8169 (default)',
      'http://a:1 http://b:2 (stored)',
    ]);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      later: { version: 2 },
      keys: { 'files/publish': ['ctrl-p', 'P'] },
      mouse: false,
      trackers: ['http://a:1', 'http://b:2'],
    });
  });

  test('shows what the command line and the environment decided instead', async () => {
    await using folder = await aFolder();
    const decided = {
      environment: { trackers: ['http://e:1'], host: '192.0.2.1' },
      commandLine: { host: '192.0.2.2' },
    };
    const settings = createSettings(folder.path, decided);
    expect(await settings.change('host', '192.0.2.3')).toMatchObject({
      value: '192.0.2.2',
      source: 'command line',
      needsRestart: true,
    });
    const sources = Object.fromEntries((await settings.list()).map(({ name, source }) => [name, source]));
    expect(sources).toMatchObject({ trackers: 'environment', host: 'command line', port: 'default' });
  });

  test('tells listeners what is in force, until they leave', async () => {
    await using folder = await aFolder();
    const settings = createSettings(folder.path, NOTHING);
    const heard: number[] = [];
    const leave = settings.onChange(({ maxActiveTransfers }) => heard.push(maxActiveTransfers));
    await settings.change('maxActiveTransfers', '7');
    await settings.change('maxActiveTransfers', '');
    leave();
    await settings.change('maxActiveTransfers', '8');
    expect(heard).toEqual([7, 3]);
  });

  test('refuses what is wrong and leaves the file as it is', async () => {
    await using folder = await aFolder();
    const settings = createSettings(folder.path, NOTHING);
    await settings.change('port', '9000');
    await expect(settings.change('port', 'many')).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID' });
    await expect(settings.change('prot', '1')).rejects.toMatchObject({ code: 'ERR_CONFIG_UNKNOWN_SETTING' });
    expect(await readFile(join(folder.path, 'config.json'), 'utf8')).toBe('{\n  "port": 9000\n}\n');
  });

  test('refuses a damaged file, and lets a wrong setting be put right', async () => {
    await using folder = await aFolder();
    const file = join(folder.path, 'config.json');
    const settings = createSettings(folder.path, NOTHING);
    await writeFile(file, '{"port":');
    await expect(settings.change('port', '9000')).rejects.toMatchObject({ code: 'ERR_CONFIG_INVALID' });
    expect(await readFile(file, 'utf8')).toBe('{"port":');
    await writeFile(file, '{"port":"many"}');
    await expect(settings.list()).rejects.toMatchObject({
      code: 'ERR_CONFIG_INVALID',
      message: expect.stringContaining('config.json'),
    });
    await settings.change('port', '9001');
    expect((await settings.list()).find(({ name }) => name === 'port')?.value).toBe('9001');
  });
});
