import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { concatBytes } from '../../../common/bytes.ts';
import { DECODERS, type Decoder } from '../../support/decoders.ts';
import { thrownCode } from '../../support/vectors.ts';

/** Bytes that each decoder is given; `npm run fuzz` gives ten million. */
const BYTES = Number(process.env['PAGESWARM_FUZZ_BYTES'] ?? 40_000);
/** The first of the seeds, for inputs that were not tried before. */
const SEED = Number(process.env['PAGESWARM_SEED'] ?? 1);
const RUNS_AT_ONCE = 100;
const TIMEOUT = 60_000 + BYTES / 5;

/** What means something in one of the formats, and numbers at their limits. */
const TOKENS = [
  ...['d', 'l', 'e', 'i-1e', 'i0e', '0:', '99999999999:', '4:name', '5:files', '6:pieces', '4:infod'],
  ...[
    '{',
    '[',
    '"',
    '}',
    'null',
    '-1',
    '1e999',
    '\\ud800',
    '<<',
    '>>',
    'stream\n',
    '1 0 R',
    'endobj',
    '%PDF-',
  ],
].map((text) => Buffer.from(text));
const LIMITS = ['00000000', 'ffffffff', '7fffffff', '80000000', '00004001', 'ffff', '80', 'ff'].map((text) =>
  Buffer.from(text, 'hex'),
);

const noise = fc.uint8Array({ maxLength: 300 });
const piece = fc.oneof(
  fc.uint8Array({ maxLength: 8 }),
  fc.constantFrom<Uint8Array>(...TOKENS),
  fc.constantFrom<Uint8Array>(...LIMITS),
);
/** at a place bytes are dropped and others put in */
const edit = fc.record({ at: fc.nat(), dropped: fc.oneof(fc.nat(8), fc.nat(200)), put: piece });

/** One of `samples`, spoilt in a few places and perhaps cut off; now and then nothing but noise. */
function spoilt(samples: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const edits = fc.array(edit, { maxLength: 6 });
  const cut = fc.option(fc.nat(), { freq: 3 });
  const mutated = fc.tuple(fc.constantFrom(...samples), edits, cut).map(([sample, changes, end]) => {
    let bytes = sample;
    for (const { at, dropped, put } of changes) {
      const from = at % (bytes.length + 1);
      bytes = concatBytes([bytes.subarray(0, from), put, bytes.subarray(from + dropped)]);
    }
    return end === null ? bytes : bytes.subarray(0, end % (bytes.length + 1));
  });
  return fc.oneof({ weight: 4, arbitrary: mutated }, { weight: 1, arbitrary: noise });
}

/** Gives `decoder` at least `BYTES` bytes; fails with the shortest input that it does not end in a good way. */
function feed({ decode, samples, codes }: Decoder): number {
  const inputs = spoilt(samples);
  let given = 0;
  for (let seed = SEED; given < BYTES; seed++) {
    const property = fc.property(inputs, (bytes) => {
      given += bytes.length;
      const code = thrownCode(() => decode(bytes));
      if (code !== undefined) expect(code).toMatch(codes);
    });
    fc.assert(property, { numRuns: RUNS_AT_ONCE, seed });
  }
  return given;
}

describe('every decoder of what strangers send', () => {
  test.each(DECODERS.map((decoder) => [decoder.name, decoder] as const))(
    '%s ends any bytes with a value or one of its codes',
    (_, decoder) => {
      expect(feed(decoder)).toBeGreaterThanOrEqual(BYTES);
    },
    TIMEOUT,
  );

  test.each(DECODERS.map((decoder) => [decoder.name, decoder] as const))(
    '%s knows its good inputs, which are what is spoilt',
    (_, { decode, samples }) => {
      for (const sample of samples) expect(thrownCode(() => decode(sample))).toBeUndefined();
    },
  );
});
