import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeHolders } from '../../../../common/tracker-api/decode-document.ts';
import { decodeHeartbeat } from '../../../../common/tracker-api/decode-heartbeat.ts';
import { decodePublication } from '../../../../common/tracker-api/decode-publication.ts';
import { parseJson } from '../../../../common/tracker-api/json-fields.ts';
import { LIMITS } from '../../../../common/tracker-api/limits.ts';
import { publishableName, publishableText } from '../../../../common/tracker-api/publishable.ts';
import { aHeartbeat, anInfoHash } from '../../../support/a-heartbeat.ts';
import { A_HOLDER, A_PUBLICATION, API_DECODERS } from '../../../support/api-decoders.ts';
import { thrownCode } from '../../../support/vectors.ts';

describe.each(API_DECODERS)('%s', (_, decode, right) => {
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
      expect(thrownCode(() => decodePublication({ ...A_PUBLICATION, name: bad }))).toBe(
        'ERR_TRACKER_API_MALFORMED',
      );
    },
  );

  test('does not look at what an object inherits', () => {
    expect(thrownCode(() => decodePublication(Object.create(A_PUBLICATION) as object))).toBe(
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
    expect(decodeHolders({ holders: [A_HOLDER, standard] })).toEqual([A_HOLDER, standard]);
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
          expect(decodePublication({ ...A_PUBLICATION, name: made }).name).toBe(made);
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
        expect(decodePublication({ ...A_PUBLICATION, title: made }).title).toBe(made);
      }),
    );
    expect(publishableText(' two\r\n\u0000lines ')).toBe('two lines');
  });
});
