import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { announceQuery, decodePlainAnswer } from '../../../../common/tracker-api/plain-announce.ts';
import { parseAnnounce, parseScrape } from '../../../../tracker/http/parse-announce.ts';
import { encodeAnnounceAnswer, encodeFailure } from '../../../../tracker/http/write-announce.ts';

const hash = '%124Vx%9a%bc%de%f1%23Eg%89%ab%cd%ef%124Vx%9a'; // the example of BEP 3's escaping, as clients send it
const peerId = '-TR3000-abcdefghijkl';
const minimal = `info_hash=${hash}&peer_id=${peerId}&port=6881`;

describe('parseAnnounce', () => {
  test('reads an announce as clients write it', () => {
    expect(
      parseAnnounce(
        `${minimal}&uploaded=0&downloaded=0&left=12&numwant=80&key=x&compact=1&event=started&ip=198.51.100.1`,
      ),
    ).toEqual({
      request: {
        infoHash: '123456789abcdef123456789abcdef123456789a',
        peerId: Buffer.from(peerId),
        port: 6881,
        left: 12,
        wanted: 80,
        event: 'started',
      },
      compact: true,
    });
  });

  test('reads back what announceQuery writes', () => {
    const bytes20 = fc.uint8Array({ minLength: 20, maxLength: 20 });
    const event = fc.constantFrom('started', 'completed', 'stopped', undefined);
    fc.assert(
      fc.property(
        bytes20,
        bytes20,
        fc.integer({ min: 1, max: 65_535 }),
        fc.nat(),
        event,
        (info, id, port, left, said) => {
          const infoHash = Buffer.from(info).toString('hex') as never;
          const wish = { infoHash, peerId: id, port, left, ...(said && { event: said }) };
          const parsed = parseAnnounce(announceQuery({ ...wish, uploaded: 0, downloaded: 0, wanted: 9 }));
          expect(parsed).toEqual({ request: { ...wish, peerId: Buffer.from(id), wanted: 9 }, compact: true });
        },
      ),
    );
  });

  test.each([
    ['info_hash', `peer_id=${peerId}&port=1`],
    ['info_hash', `info_hash=%12&peer_id=${peerId}&port=1`],
    ['peer_id', `info_hash=${hash}&peer_id=short&port=1`],
    ['port', `info_hash=${hash}&peer_id=${peerId}`],
    ['port', `info_hash=${hash}&peer_id=${peerId}&port=0`],
    ['port', `info_hash=${hash}&peer_id=${peerId}&port=65536`],
    ['port', `info_hash=${hash}&peer_id=${peerId}&port=0x50`],
  ])('says that %s is wrong in %s', (field, query) => {
    expect(parseAnnounce(query)).toContain(field);
  });

  test('survives any text', () => {
    fc.assert(fc.property(fc.string(), (text) => void [parseAnnounce(text), parseScrape(text)]));
  });

  test('reads a query of thousands of fields without delay', () => {
    const begin = performance.now();
    parseAnnounce('a&'.repeat(8_000));
    parseScrape(`${'info_hash=%12&'.repeat(1_000)}`);
    expect(performance.now() - begin).toBeLessThan(500);
  });
});

describe('parseScrape', () => {
  test('reads several info hashes, and refuses none, too many and broken ones', () => {
    const field = `info_hash=${hash}`;
    expect(parseScrape(`${field}&${field}`)).toHaveLength(2);
    expect(parseScrape('')).toEqual(expect.any(String));
    expect(parseScrape(Array(75).fill(field).join('&'))).toContain('74');
    expect(parseScrape(`${field}&info_hash=x`)).toEqual(expect.any(String));
  });
});

describe('encodeAnnounceAnswer', () => {
  const counts = { complete: 1, incomplete: 2, downloaded: 3 };
  const four = { ip: '192.0.2.1', family: 4, port: 6881, peerId: Buffer.from(peerId) } as const;
  const six = { ip: '2001:db8::1', family: 6, port: 6882 } as const;

  test('writes what decodePlainAnswer reads, compact or not', () => {
    for (const compact of [true, false]) {
      const bytes = encodeAnnounceAnswer({ ...counts, intervalMs: 300_000, peers: [four, six] }, compact);
      const { peers, intervalMs } = decodePlainAnswer(bytes);
      expect([intervalMs, peers.map(({ ip, port }) => `${ip} ${port}`)]).toEqual([
        300_000,
        ['192.0.2.1 6881', '2001:db8::1 6882'],
      ]);
    }
  });

  test('writes the bytes of BEP 3, 7 and 23', () => {
    const bytes = encodeAnnounceAnswer({ ...counts, intervalMs: 300_000, peers: [four, six] }, true);
    const v6 = `\x20\x01\x0d\xb8${'\0'.repeat(11)}\x01\x1a\xe2`;
    expect(Buffer.from(bytes).toString('latin1')).toBe(
      'd8:completei1e10:downloadedi3e10:incompletei2e8:intervali300e12:min intervali30e' +
        `5:peers6:\xc0\x00\x02\x01\x1a\xe16:peers618:${v6}e`,
    );
  });

  test('writes a refusal that is read as one', () => {
    expect(() => decodePlainAnswer(encodeFailure('no such thing'))).toThrow(
      expect.objectContaining({
        code: 'ERR_TRACKER_REFUSED',
        message: expect.stringContaining('no such thing'),
      }),
    );
  });
});

describe('decodePlainAnswer', () => {
  test('leaves out peers without address or port, and bounds the interval', () => {
    const text =
      'd8:intervali1e5:peersld2:ip9:localhost4:porti1eed2:ip9:192.0.2.14:porti0eed2:ip9:192.0.2.14:porti7eeee';
    expect(decodePlainAnswer(Buffer.from(text))).toEqual({
      intervalMs: 30_000,
      peers: [{ ip: '192.0.2.1', family: 4, port: 7 }],
    });
  });

  test('answers or throws a coded error for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        try {
          decodePlainAnswer(bytes);
        } catch (error) {
          expect((error as { code: string }).code).toMatch(/^ERR_(TRACKER|BENCODE)_/);
        }
      }),
    );
  });
});
