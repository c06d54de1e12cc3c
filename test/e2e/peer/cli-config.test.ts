import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { createLab } from '../../support/lab.ts';

interface Listed {
  readonly settings: readonly { readonly name: string; readonly value: string; readonly source: string }[];
}

describe('pageswarm config', () => {
  test('shows and changes settings without a node', async () => {
    await using lab = await createLab();
    const data = lab.path('node');
    const changed = await lab.run(['config', 'trackers', 'http://a:1', 'http://b:2', '--json'], { data });
    expect(changed.json()).toMatchObject({ value: 'http://a:1 http://b:2', source: 'stored' });
    expect((await lab.run(['config', 'trackers'], { data })).stdout).toBe('http://a:1 http://b:2\n');
    expect((await lab.run(['config'], { data })).stdout).toMatch(
      /trackers +http:\/\/a:1 http:\/\/b:2 +stored/,
    );

    await lab.run(['config', '--unset', 'trackers'], { data });
    const { settings } = (await lab.run(['config', '--json'], { data })).json<Listed>();
    expect(settings.find(({ name }) => name === 'trackers')).toMatchObject({ source: 'default' });
  });

  test('refuses what there is not, with the exit code of a wrong command line', async () => {
    await using lab = await createLab();
    const data = lab.path('node');
    const unknown = await lab.run(['config', 'prot'], { data });
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('ERR_CONFIG_UNKNOWN_SETTING') });
    const wrong = await lab.run(['config', 'port', 'many'], { data });
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("'port' is a whole number") });
    expect(await lab.run(['config', 'port', '--unset', 'port'], { data })).toMatchObject({ code: 2 });
  });

  test('asks a running peer, which knows how it was started', async () => {
    await using lab = await createLab();
    const { data } = await lab.startPeer({ args: ['--tracker', 'http://127.0.0.1:9'] });
    const port = await lab.run(['config', 'port', '9000'], { data });
    expect(port.stdout).toBe('port = 0 (command line)\n');
    expect(port.stderr).toContain('the command line decides port');
    const network = await lab.run(['config', 'interface', 'lo'], { data });
    expect(network.stderr).toContain('when the peer has started again');
    expect(JSON.parse(await readFile(join(data, 'config.json'), 'utf8'))).toMatchObject({
      port: 9000,
      interface: 'lo',
    });
  });
});
