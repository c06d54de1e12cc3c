import type { NetworkInterfaceInfo } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import {
  chooseListen,
  type Interfaces,
  interfaceOf,
  localAddresses,
  urlsOf,
} from '../../../../common/runtime/network-interface.ts';
import { thrownCode } from '../../../support/vectors.ts';

function anAddress(address: string, internal = false): NetworkInterfaceInfo {
  const family = address.includes(':') ? 'IPv6' : 'IPv4';
  return { address, internal, family, netmask: '', mac: '', cidr: null, scopeid: 0 } as NetworkInterfaceInfo;
}

const interfaces: Interfaces = {
  lo: [anAddress('127.0.0.1', true), anAddress('::1', true)],
  docker0: [anAddress('172.17.0.1')],
  eth0: [anAddress('fe80::1'), anAddress('2001:db8::7'), anAddress('192.0.2.7')],
  gone: undefined,
};
const ips = (addresses: readonly { ip: string }[]) => addresses.map(({ ip }) => ip);

describe('localAddresses', () => {
  test('puts real before virtual, IPv4 before IPv6, loopback last, and leaves out link-local IPv6', () => {
    expect(ips(localAddresses(interfaces))).toEqual([
      '192.0.2.7',
      '2001:db8::7',
      '172.17.0.1',
      '127.0.0.1',
      '::1',
    ]);
  });
});

describe('chooseListen', () => {
  test('listens everywhere without a wish', () => {
    const choice = chooseListen({}, interfaces);
    expect([choice.host, choice.addresses[0]?.ip]).toEqual([undefined, '192.0.2.7']);
    expect(ips(chooseListen({}, {}).addresses)).toEqual(['127.0.0.1']);
  });

  test.each([
    ['192.0.2.7', '192.0.2.7', ['192.0.2.7']],
    ['localhost', '127.0.0.1', ['127.0.0.1']],
    ['::1', '::1', ['::1']],
    ['0.0.0.0', '0.0.0.0', ['192.0.2.7', '172.17.0.1', '127.0.0.1']],
    ['::', '::', ['192.0.2.7', '2001:db8::7', '172.17.0.1', '127.0.0.1', '::1']],
  ])('takes the host %s', (host, bound, addresses) => {
    const choice = chooseListen({ host }, interfaces);
    expect([choice.host, ips(choice.addresses)]).toEqual([bound, addresses]);
  });

  test('takes the best address of an interface', () => {
    const choice = chooseListen({ interface: 'eth0' }, interfaces);
    expect([choice.host, urlsOf(choice, 8168)]).toEqual(['192.0.2.7', ['http://192.0.2.7:8168']]);
    const six = chooseListen({ interface: 'eth0' }, { eth0: [anAddress('2001:db8::7')] });
    expect(urlsOf(six, 1)).toEqual(['http://[2001:db8::7]:1']);
  });

  test.each([
    [{}, ''],
    [{ interface: 'eth0' }, 'eth0'],
    [{ host: '127.0.0.1' }, 'lo'],
    [{ host: '::1' }, 'lo'],
    [{ host: '0.0.0.0' }, ''],
    [{ host: '198.51.100.1' }, ''],
  ])('knows the interface of %j', (wish, name) => {
    expect(interfaceOf(chooseListen(wish, interfaces))).toBe(name);
  });

  test('refuses names and interfaces that are none', () => {
    expect(thrownCode(() => chooseListen({ interface: 'wlan9' }, interfaces))).toBe(
      'ERR_NETWORK_NO_INTERFACE',
    );
    expect(thrownCode(() => chooseListen({ host: 'tracker.example' }, interfaces))).toBe(
      'ERR_NETWORK_NO_ADDRESS',
    );
  });
});
