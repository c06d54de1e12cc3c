import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeChangePage } from '../../../../common/tracker-api/decode-change.ts';
import {
  decodeDetails,
  decodeDocumentPage,
  decodeHolders,
  decodeProblem,
  decodePublishAnswer,
  decodeSearchAnswer,
  decodeSummary,
  decodeWithdrawAnswer,
} from '../../../../common/tracker-api/decode-document.ts';
import { decodeHeartbeat, decodeHeartbeatAnswer } from '../../../../common/tracker-api/decode-heartbeat.ts';
import {
  decodeHostDetails,
  decodeHostPage,
  decodeStatus,
} from '../../../../common/tracker-api/decode-host.ts';
import {
  decodePublication,
  decodeUpload,
  decodeWithdrawal,
} from '../../../../common/tracker-api/decode-publication.ts';
import { parseJson } from '../../../../common/tracker-api/json-fields.ts';
import { LIMITS } from '../../../../common/tracker-api/limits.ts';
import { publishableName, publishableText } from '../../../../common/tracker-api/publishable.ts';
import { aHeartbeat, anInfoHash } from '../../../support/a-heartbeat.ts';
import { aKey, anUpload, aWithdrawal } from '../../../support/publications.ts';
import { thrownCode } from '../../../support/vectors.ts';

const key = aKey();
const upload = anUpload({ key, map: Buffer.from('map'), name: 'Übung 線形.pdf' });
const { publication } = upload;
const summary = {
  ...{
    sha256: publication.sha256,
    infoHash: publication.infoHash,
    md5: publication.md5,
    name: publication.name,
  },
  ...{
    aliases: ['b.pdf'],
    title: '',
    author: '',
    subject: '',
    keywords: '',
    pages: 3,
    size: 10,
    holders: 1,
    publishedAt: 5,
  },
};
const holder = {
  hostId: 'a'.repeat(40),
  client: 'pageswarm',
  addresses: ['[2001:db8::1]:1'],
  complete: false,
  heldPercent: 1.5,
  heldPages: 2,
  ageMs: 7,
};
const host = {
  hostId: 'b'.repeat(40),
  client: 'Pageswarm 0.1.0',
  addresses: ['192.0.2.7:8169'],
  whole: 2,
  partial: 1,
  ageMs: 3,
};
const rate = { lastSecond: 1, lastMinute: 2, total: 3 };
const base = { at: 1, hostId: 'a'.repeat(40) };
const { sha256, infoHash, name } = publication;

/** A right value for each decoder: what it must give back unchanged. */
const DECODERS: readonly [string, (value: unknown) => unknown, unknown][] = [
  ['decodePublication', decodePublication, publication],
  ['decodeUpload', decodeUpload, upload],
  ['decodeWithdrawal', decodeWithdrawal, aWithdrawal(upload, key)],
  [
    'decodeHeartbeat',
    decodeHeartbeat,
    aHeartbeat({
      addresses: ['192.0.2.1:1', '[2001:db8::1]:65535'],
      changes: [
        { infoHash: anInfoHash(1), complete: true },
        { infoHash: anInfoHash(2), heldPercent: 0.5, heldPages: 0 },
        { infoHash: anInfoHash(3), dropped: true },
      ],
    }),
  ],
  [
    'decodeHeartbeatAnswer',
    decodeHeartbeatAnswer,
    { intervalMs: 100, fullIntervalMs: 200, wantFull: true, unknown: [anInfoHash()] },
  ],
  ['decodeSummary', decodeSummary, summary],
  ['decodeDetails', decodeDetails, { ...summary, publication, wordsPerPage: [1], holderList: [holder] }],
  ['decodeHostPage', decodeHostPage, { hosts: [host], next: '7' }],
  [
    'decodeHostDetails',
    decodeHostDetails,
    {
      ...host,
      holdings: [
        {
          ...{ sha256: publication.sha256, infoHash: publication.infoHash, name: publication.name },
          ...{ pages: 3, size: 10, complete: false, heldPercent: 41.5, heldPages: 1 },
        },
      ],
      next: '1',
    },
  ],
  [
    'decodeStatus',
    decodeStatus,
    {
      ...{ documents: 1, hosts: 2, standardPeers: 3, startedAt: 4, heartbeatMs: 5, announceMs: 6 },
      ...{ urls: ['http://192.0.2.7:8168'], announces: rate, heartbeats: rate },
      ...{ publications: 7, searches: 8, databaseBytes: 9 },
    },
  ],
  ['decodeDocumentPage', decodeDocumentPage, { documents: [summary], next: '7' }],
  ['decodeSearchAnswer', decodeSearchAnswer, { results: [summary], total: 9 }],
  ['decodePublishAnswer', decodePublishAnswer, { status: 'known', publication }],
  ['decodeWithdrawAnswer', decodeWithdrawAnswer, { status: 'gone', sha256 }],
  [
    'decodeProblem',
    decodeProblem,
    {
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      detail: 'd',
      code: 'ERR_X',
      candidates: [{ sha256, name }],
    },
  ],
  [
    'decodeChangePage',
    decodeChangePage,
    {
      changes: [
        { type: 'published', at: 1, sha256, infoHash, name },
        { type: 'host-up', ...base, client: 'test' },
        { type: 'host-down', ...base, reason: 'silent' },
        { type: 'holds', ...base, infoHash, complete: true },
        { type: 'dropped', ...base, infoHash },
      ],
      cursor: 'x',
      more: false,
      missed: true,
    },
  ],
];

describe.each(DECODERS)('%s', (_, decode, right) => {
  test('gives back what is right and leaves out what it does not know', () => {
    expect(decode(JSON.parse(JSON.stringify(right)))).toEqual(right);
    expect(decode({ ...(right as object), another: 1 })).toEqual(right);
  });

  test('refuses it with any field missing or of a wrong kind, by code', () => {
    const optional = new Set(['map', 'wordsPerPage', 'next', 'candidates', 'type']);
    for (const name of Object.keys(right as object)) {
      const { [name]: _gone, ...rest } = right as Record<string, unknown>;
      if (!optional.has(name)) expect(thrownCode(() => decode(rest))).toBe('ERR_TRACKER_API_MALFORMED');
      if (name === 'type') continue;
      for (const wrong of [-1, 1.5, '\u0007', '\ud800', { a: 1 }, [[]], true]) {
        if (
          typeof wrong === 'boolean' &&
          typeof rest === 'object' &&
          typeof (right as Record<string, unknown>)[name] === 'boolean'
        )
          continue;
        expect(thrownCode(() => decode({ ...rest, [name]: wrong }))).toBe('ERR_TRACKER_API_MALFORMED');
      }
    }
  });

  test('survives any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const code = thrownCode(() => decode(value));
        expect([undefined, 'ERR_TRACKER_API_MALFORMED']).toContain(code);
      }),
    );
  });
});

describe('decodePublication', () => {
  test.each(['', '.', '..', 'a/b.pdf', 'a\\b.pdf', 'a\u0000.pdf', 'a\u2028.pdf', 'ü'.repeat(128)])(
    'refuses the name %j',
    (bad) => {
      expect(thrownCode(() => decodePublication({ ...publication, name: bad }))).toBe(
        'ERR_TRACKER_API_MALFORMED',
      );
    },
  );

  test('does not look at what an object inherits', () => {
    expect(thrownCode(() => decodePublication(Object.create(publication) as object))).toBe(
      'ERR_TRACKER_API_MALFORMED',
    );
  });
});

describe('decodeHeartbeat', () => {
  test.each([
    'localhost:1',
    '1.2.3:1',
    '192.0.2.1',
    '192.0.2.1:0',
    '192.0.2.1:65536',
    '[fe80::1%eth0]:1',
    '2001:db8::1:1',
    '010.0.0.1:1',
  ])('refuses the address %s', (address) => {
    expect(thrownCode(() => decodeHeartbeat(aHeartbeat({ addresses: [address] })))).toBe(
      'ERR_TRACKER_API_MALFORMED',
    );
  });

  test('writes addresses in one way', () => {
    const addresses = ['[2001:DB8:0::1]:1', '[::ffff:192.0.2.1]:2'];
    expect(decodeHeartbeat(aHeartbeat({ addresses })).addresses).toEqual(['[2001:db8::1]:1', '192.0.2.1:2']);
  });

  test('refuses more than its limits', () => {
    const changes = Array.from({ length: LIMITS.changesPerHeartbeat + 1 }, (_, n) => ({
      infoHash: anInfoHash(n),
      complete: true as const,
    }));
    expect(thrownCode(() => decodeHeartbeat(aHeartbeat({ changes })))).toBe('ERR_TRACKER_API_MALFORMED');
    expect(decodeHeartbeat(aHeartbeat({ changes: changes.slice(1) })).changes).toHaveLength(
      LIMITS.changesPerHeartbeat,
    );
    // the largest heartbeat that is allowed fits the body that is allowed
    const bytes = JSON.stringify(
      aHeartbeat({
        changes: changes
          .slice(1)
          .map(({ infoHash: hash }) => ({ infoHash: hash, heldPercent: 99.999999, heldPages: 199_999 })),
      }),
    ).length;
    expect(bytes).toBeLessThan(LIMITS.heartbeatBytes);
  });
});

describe('decodeHolders', () => {
  test('reads holders of both kinds', () => {
    const standard = {
      client: 'standard',
      addresses: ['192.0.2.1:1'],
      complete: true,
      heldPercent: 100,
      ageMs: 0,
    };
    expect(decodeHolders({ holders: [holder, standard] })).toEqual([holder, standard]);
  });
});

describe('parseJson', () => {
  test('refuses what is no JSON or no UTF-8, however deep', () => {
    for (const bytes of [
      Buffer.from('{'),
      Buffer.from([0x22, 0xff, 0x22]),
      Buffer.from('['.repeat(1_000_000)),
    ]) {
      expect(thrownCode(() => parseJson(bytes, 'it'))).toBe('ERR_TRACKER_API_MALFORMED');
    }
  });
});

describe('publishableName', () => {
  test('makes of any text a name that is accepted, and keeps one that is', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('a', 'ü', '線', '/', '\\', '.', ' ', '\n', '\ud800', '😀'),
          maxLength: 400,
        }),
        (text) => {
          const made = publishableName(text);
          expect(decodePublication({ ...publication, name: made }).name).toBe(made);
          expect(publishableName(made)).toBe(made);
        },
      ),
    );
    expect(publishableName('/home/a/Übung.pdf')).toBe('Übung.pdf');
    expect(publishableName(`${'x'.repeat(300)}.pdf`)).toMatch(/^x{251}\.pdf$/);
  });
});

describe('publishableText', () => {
  test('makes of any text one that is accepted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (text) => {
        const made = publishableText(text);
        expect(decodePublication({ ...publication, title: made }).title).toBe(made);
      }),
    );
    expect(publishableText(' two\r\n\u0000lines ')).toBe('two lines');
  });
});
