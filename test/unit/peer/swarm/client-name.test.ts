import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { clientName } from '../../../../peer/swarm/client-name.ts';

const idOf = (text: string) => Buffer.from(text.padEnd(20, 'x'), 'latin1');

describe('clientName', () => {
  test.each([
    ['-TR4060-', 'Transmission 4.0.6'],
    ['-qB4650-', 'qBittorrent 4.6.5'],
    ['-LT20B0-', 'libtorrent 2.0.11'],
    ['-PS0100-', 'Pageswarm 0.1.0'],
    ['-UT355W-', 'µTorrent 3.5.5'],
    ['-DE2114-', 'Deluge 2.1.1.4'],
    ['-ZZ1234-', 'ZZ 1.2.3.4'],
    ['A2-1-37-0-', 'aria2 1.37.0'],
    ['M7-9-2--', ''],
    ['-TR40', ''],
    ['', ''],
  ])('of %j is %j', (id, name) => {
    expect(clientName(idOf(id))).toBe(name);
  });

  test('is a short line of text for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (id) => {
        expect(clientName(id)).toMatch(/^[\w .µ]{0,40}$/u);
      }),
    );
  });
});
