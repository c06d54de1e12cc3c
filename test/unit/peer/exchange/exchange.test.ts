import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import {
  formatSocketAddress,
  parseSocketAddress,
  type SocketAddress,
} from '../../../../common/tracker-api/socket-address.ts';
import {
  decodeExchangeMessage,
  encodeExchangeMessage,
  UT_PEX,
} from '../../../../common/wire/exchange-message.ts';
import { exchange, Hints } from '../../../../peer/exchange/exchange.ts';
import { newsOf } from '../../../../peer/exchange/news.ts';
import { aFakeConnection } from '../../../support/fake-connection.ts';

const SPEAKS = { extensions: new Map([[UT_PEX, 1]]) };
const peer = (text: string) => parseSocketAddress(text) as SocketAddress;
const told = (payload: Uint8Array | undefined) =>
  payload && decodeExchangeMessage(payload).added.map(formatSocketAddress);

describe('newsOf', () => {
  test('tells at most fifty of each, and all of it in time', () => {
    const some = fc.uniqueArray(fc.nat(500).map(String), { maxLength: 200 });
    fc.assert(
      fc.property(some, some, (before, now) => {
        let known: ReadonlySet<string> = new Set(before);
        const wanted = new Set(now);
        for (let news = newsOf(known, wanted); news !== undefined; news = newsOf(known, wanted)) {
          expect(news.added.length).toBeLessThanOrEqual(50);
          expect(news.dropped.length).toBeLessThanOrEqual(50);
          expect(news.added.every((one) => wanted.has(one) && !known.has(one))).toBe(true);
          known = news.told;
        }
        expect(new Set(known)).toEqual(wanted);
      }),
    );
  });
});

describe('Hints', () => {
  test('takes a hundred of one peer and two hundred in all, and no address of this machine from afar', () => {
    const hints = new Hints();
    const many = (host: number) =>
      Array.from({ length: 150 }, (_, at) => peer(`198.51.100.${host}:${1 + at}`));
    hints.add('192.0.2.1:1', [peer('127.0.0.1:22'), peer('[::1]:22'), peer('224.0.0.1:5')]);
    expect(hints.addresses).toEqual([]);
    hints.add('127.0.0.1:9', [peer('127.0.0.1:22')]);
    for (let host = 1; host < 9; host++) hints.add(`192.0.2.${host}:1`, many(host));
    expect(hints.addresses).toHaveLength(200);
    expect(hints.addresses.filter((address) => address.startsWith('198.51.100.1:'))).toHaveLength(100);
  });
});

describe('Hints of late', () => {
  test('are news until they are looked at', () => {
    const hints = new Hints();
    expect(hints.news).toBe(false);
    hints.add('192.0.2.1:1', [peer('198.51.100.1:1')]);
    expect(hints.news).toBe(true);
    expect(hints.look()).toEqual(['198.51.100.1:1']);
    expect(hints.news).toBe(false);
    hints.add('192.0.2.1:1', [peer('198.51.100.1:1')]);
    expect(hints.news).toBe(false);
  });
});

describe('exchange', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  const others = () => [
    aFakeConnection({ remoteId: 'a', address: '198.51.100.1:6881' }).connection,
    // who connected to us is reachable at the port that it says
    aFakeConnection({
      remoteId: 'b',
      address: '198.51.100.2:40000',
      outgoing: false,
      remote: { extensions: new Map(), listenPort: 7000 },
    }).connection,
    aFakeConnection({ remoteId: 'c', address: '198.51.100.3:40000', outgoing: false }).connection,
  ];

  test('tells who asks for something at once, the first time', () => {
    const remote = aFakeConnection({ remoteId: 'd' });
    exchange(remote.connection, { private: false, connected: () => [...others(), remote.connection] });
    remote.introduce(SPEAKS);
    expect(remote.sent).toEqual([]);
    const request = { type: 'request', piece: 0, begin: 0, length: 16_384 } as const;
    remote.hear({ type: 'interested' });
    expect(remote.sent).toEqual([]);
    for (let count = 0; count < 3; count++) remote.hear(request);
    expect(remote.sent).toHaveLength(1);
    jest.advanceTimersByTime(59_000);
    expect(remote.sent).toHaveLength(1);
  });

  test('tells who says that it is interested soon, though it may ask for nothing yet', () => {
    const remote = aFakeConnection({ remoteId: 'd' });
    exchange(remote.connection, { private: false, connected: () => [...others(), remote.connection] });
    remote.introduce(SPEAKS);
    remote.hear({ type: 'interested' });
    jest.advanceTimersByTime(2000);
    expect(remote.sent).toHaveLength(1);
    jest.advanceTimersByTime(50_000);
    expect(remote.sent).toHaveLength(1);
  });

  test('tells who has introduced itself who else is there, and then what changes, once a minute', () => {
    const remote = aFakeConnection({ remoteId: 'd' });
    let here = others();
    exchange(remote.connection, { private: false, connected: () => [...here, remote.connection] });
    remote.introduce(SPEAKS);
    jest.advanceTimersByTime(59_000);
    expect(remote.sent.map(({ payload }) => told(payload))).toEqual([
      ['198.51.100.1:6881', '198.51.100.2:7000'],
    ]);
    jest.advanceTimersByTime(120_000); // nothing new
    expect(remote.sent).toHaveLength(1);
    here = here.slice(1);
    jest.advanceTimersByTime(60_000);
    const [, second] = remote.sent;
    expect(decodeExchangeMessage(second?.payload ?? new Uint8Array())).toEqual({
      added: [],
      dropped: [peer('198.51.100.1:6881')],
    });
    remote.close('the end');
    here = [];
    jest.advanceTimersByTime(120_000);
    expect(remote.sent).toHaveLength(2);
  });

  test('says and hears nothing of a private document, nor to who does not speak it', () => {
    const heard: unknown[] = [];
    const options = { connected: others, heard: (...what: unknown[]) => heard.push(what) };
    const secret = aFakeConnection();
    exchange(secret.connection, { ...options, private: true });
    secret.introduce(SPEAKS);
    secret.say(UT_PEX, [encodeExchangeMessage({ added: [peer('192.0.2.9:1')], dropped: [] })]);
    const other = aFakeConnection();
    exchange(other.connection, { ...options, private: false });
    other.introduce({ extensions: new Map() });
    jest.advanceTimersByTime(120_000);
    expect([secret.sent, other.sent, heard]).toEqual([[], [], []]);
    other.close('the end');
  });

  test('does not look at a second message that comes at once', () => {
    const heard: string[] = [];
    const remote = aFakeConnection();
    const hears = (_: string, { added }: { added: readonly { port: number }[] }) =>
      heard.push(...added.map(({ port }) => String(port)));
    exchange(remote.connection, { private: false, connected: () => [], heard: hears });
    for (const port of [1, 2, 3])
      remote.say(UT_PEX, [encodeExchangeMessage({ added: [peer(`192.0.2.9:${port}`)], dropped: [] })]);
    expect(heard).toEqual(['1']);
    remote.close('the end');
  });
});
