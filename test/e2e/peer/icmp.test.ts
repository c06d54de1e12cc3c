import { afterEach, describe, expect, test } from '@jest/globals';
import { icmpPing } from '../../../peer/swarm/icmp.ts';

describe('icmpPing', () => {
  const before = process.env['LANG'];
  afterEach(() => {
    if (before === undefined) delete process.env['LANG'];
    else process.env['LANG'] = before;
  });

  test('leaves the language of the process as it is', async () => {
    process.env['LANG'] = 'pt_BR.UTF-8';
    const pinging = icmpPing('127.0.0.1');
    expect(process.env['LANG']).toBe('pt_BR.UTF-8');
    await pinging;
    expect(process.env['LANG']).toBe('pt_BR.UTF-8');
  });

  test('sets none where there was none', async () => {
    delete process.env['LANG'];
    await icmpPing('::1');
    expect(process.env['LANG']).toBeUndefined();
  });
});
