import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { SocketAddress } from '../../../../common/tracker-api/socket-address.ts';
import {
  decodeExchangeMessage,
  encodeExchangeMessage,
  MAX_EXCHANGED,
} from '../../../../common/wire/exchange-message.ts';
import { thrownCode } from '../../../support/vectors.ts';

const four = (port: number): SocketAddress => ({ ip: '192.0.2.7', family: 4, port });
const six = (port: number): SocketAddress => ({ ip: '2001:db8::7', family: 6, port });
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));

describe('decodeExchangeMessage', () => {
  test('reads what a client of the world sends, flags and all', () => {
    const payload = bytes('d5:added6:\x7f\x00\x00\x01\x1a\xe17:added.f1:\x02e');
    expect(decodeExchangeMessage(payload)).toEqual({
      added: [{ ip: '127.0.0.1', family: 4, port: 6881 }],
      dropped: [],
    });
  });

  test('gives what was encoded', () => {
    const address = fc.oneof(
      fc.integer({ min: 1, max: 65535 }).map(four),
      fc.integer({ min: 1, max: 65535 }).map(six),
    );
    const list = fc.uniqueArray(address, {
      maxLength: MAX_EXCHANGED,
      selector: ({ ip, port }) => `${ip} ${port}`,
    });
    const sorted = (some: readonly SocketAddress[]) => [...some].sort((a, b) => a.family - b.family);
    fc.assert(
      fc.property(list, list, (added, dropped) => {
        const read = decodeExchangeMessage(encodeExchangeMessage({ added, dropped }));
        expect(read).toEqual({ added: sorted(added), dropped: sorted(dropped) });
      }),
    );
  });

  test('takes no more than fifty of each kind, however many are named', () => {
    const many = Array.from({ length: 80 }, (_, at) => four(1 + at));
    expect(decodeExchangeMessage(encodeExchangeMessage({ added: many, dropped: [] })).added).toHaveLength(50);
    const flood = bytes(`d5:added60000:${'abcdef'.repeat(10_000)}e`);
    expect(decodeExchangeMessage(flood).added).toHaveLength(50);
  });

  test('ends any bytes with a message or its coded error', () => {
    const likely = fc.uint8Array().map((added) => {
      const list = Buffer.from(added).toString('latin1');
      return bytes(`d5:added${added.length}:${list}7:dropped${added.length}:${list}e`);
    });
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), likely), fc.nat(20), (input, cut) => {
        const code = thrownCode(() => decodeExchangeMessage(input.subarray(0, input.length - cut)));
        expect([undefined, 'ERR_WIRE_EXCHANGE']).toContain(code);
      }),
    );
  });
});
