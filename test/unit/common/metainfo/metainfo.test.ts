import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatHex } from '../../../../common/bytes.ts';
import { decodeInfo, encodeInfo, infoHashOf } from '../../../../common/metainfo/info.ts';
import { layoutOfPieces } from '../../../../common/metainfo/layout-of-pieces.ts';
import { decodeMetainfo, encodeMetainfo } from '../../../../common/metainfo/metainfo.ts';
import type { PageswarmFields } from '../../../../common/metainfo/pageswarm-fields.ts';
import { pieceCountOf, pieceLengthFor } from '../../../../common/metainfo/piece-length.ts';
import { totalLength } from '../../../../common/range.ts';
import { readVectors, thrownCode } from '../../../support/vectors.ts';

interface ReadVector {
  readonly source: string;
  readonly base64: string;
  /** whether encoding gives exactly these bytes */
  readonly written?: boolean;
  readonly pieces: string;
  readonly trackers: readonly string[][];
  readonly pageswarm?: { sha256: string; pages: number; map: { digest: string; size: number; blob: string } };
  readonly [field: string]: unknown;
}
interface Vectors {
  readonly read: readonly ReadVector[];
  readonly refused: readonly { readonly why: string; readonly code: string; readonly base64: string }[];
}

const vectors = readVectors<Vectors>('metainfo');
const bytesOf = ({ base64 }: { base64: string }) => new Uint8Array(Buffer.from(base64, 'base64'));
const PIECES = new Uint8Array(20 * 3);

function readable(fields: PageswarmFields | undefined): unknown {
  const map = fields?.map;
  if (fields === undefined || map === undefined) return fields;
  const blob = formatHex(map.blob ?? new Uint8Array(0));
  return { ...fields, map: { digest: formatHex(map.digest), size: map.size, blob } };
}

describe('decodeMetainfo', () => {
  test.each(vectors.read)('reads $source', (vector) => {
    const { source, base64, written, trackers, pageswarm, pieces, ...info } = vector;
    const metainfo = decodeMetainfo(bytesOf(vector));
    expect(metainfo.info).toMatchObject(info);
    expect(formatHex(metainfo.info.pieces)).toBe(pieces);
    expect(metainfo.trackers).toEqual(trackers);
    expect(readable(metainfo.pageswarm)).toEqual(pageswarm);
    expect(infoHashOf(metainfo.infoBytes)).toBe(metainfo.info.infoHash);
  });

  test.each(vectors.refused)('refuses $why', (vector) => {
    expect(thrownCode(() => decodeMetainfo(bytesOf(vector)))).toBe(vector.code);
  });

  test('keeps a name that climbs out as it is, for safeName to mend', () => {
    const infoBytes = encodeInfo({ name: '../../etc/passwd', length: 3, pieceLength: 1, pieces: PIECES });
    expect(decodeMetainfo(encodeMetainfo({ infoBytes, trackers: [] })).info.name).toBe('../../etc/passwd');
  });

  test('ends every flipped byte with a .torrent or a coded error', () => {
    fc.assert(
      fc.property(fc.constantFrom(...vectors.read), fc.nat(), fc.nat(255), (vector, at, byte) => {
        const bytes = bytesOf(vector);
        bytes[at % bytes.length] = byte;
        expect(thrownCode(() => decodeMetainfo(bytes)) ?? 'ERR_METAINFO_').toMatch(
          /^ERR_(METAINFO|BENCODE)_/,
        );
      }),
    );
  });
});

describe('encodeMetainfo', () => {
  test.each(vectors.read.filter((vector) => vector.written))('writes $source', (vector) => {
    expect(Buffer.from(encodeMetainfo(decodeMetainfo(bytesOf(vector)))).toString('base64')).toBe(
      vector.base64,
    );
  });

  test('keeps the bytes of info, be they canonical or not', () => {
    const infoBytes = Buffer.from('d4:name1:a6:lengthi0e12:piece lengthi1e6:pieces0:e', 'latin1');
    const decoded = decodeMetainfo(
      encodeMetainfo({ infoBytes, trackers: [['udp://a.example:1', 'http://b.example/']] }),
    );
    expect(decoded.info.infoHash).toBe(infoHashOf(infoBytes));
    expect(decoded.trackers).toEqual([['udp://a.example:1', 'http://b.example/']]);
  });

  test('leaves a large page map out and names its digest', () => {
    const map = { digest: new Uint8Array(32), size: 65_536, blob: new Uint8Array(65_536) };
    const infoBytes = encodeInfo({ name: 'a', length: 3, pieceLength: 1, pieces: PIECES });
    const pageswarm = { sha256: 'ab'.repeat(32) as PageswarmFields['sha256'], pages: 3, map };
    const decoded = decodeMetainfo(encodeMetainfo({ infoBytes, trackers: [], pageswarm }));
    expect(decoded.pageswarm).toEqual({ ...pageswarm, map: { digest: map.digest, size: map.size } });
  });
});

describe('encodeInfo', () => {
  test('is undone by decodeInfo', () => {
    const name = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(
        name,
        fc.nat(3000),
        fc.integer({ min: 1, max: 5000 }),
        fc.boolean(),
        (name, length, pieceLength, isPrivate) => {
          const pieces = new Uint8Array(20 * pieceCountOf(length, pieceLength)).fill(7);
          const fields = { name, length, pieceLength, pieces, private: isPrivate };
          expect(decodeInfo(encodeInfo(fields))).toMatchObject(fields);
        },
      ),
    );
  });
});

describe('pieceLengthFor', () => {
  test('is the smallest power of two from 16 KiB that gives at most 2,048 pieces, up to 1 MiB', () => {
    const MiB = 1024 * 1024;
    const sizes = [
      0,
      1,
      32 * MiB,
      32 * MiB + 1,
      64 * MiB + 1,
      1024 * MiB,
      1024 * MiB + 1,
      2048 * MiB + 1,
      50_000 * MiB,
    ];
    expect(sizes.map((size) => pieceLengthFor(size) / 1024)).toEqual([
      16, 16, 16, 32, 64, 512, 1024, 1024, 1024,
    ]);
  });
});

describe('layoutOfPieces', () => {
  test('makes every piece a part with one leaf, and covers the document', () => {
    const layout = layoutOfPieces({ length: 250, pieceLength: 100, pieceCount: 3, pieces: PIECES });
    expect(layout.leaves.map((leaf) => leaf.spans)).toEqual([
      [{ begin: 0, end: 100 }],
      [{ begin: 100, end: 200 }],
      [{ begin: 200, end: 250 }],
    ]);
    expect(totalLength(layout.leaves.flatMap((leaf) => leaf.spans))).toBe(layout.size);
    expect(layout.parts.map((part) => [part.kind, part.bytes, part.firstLeaf, part.endLeaf])).toEqual([
      ['piece', 100, 0, 1],
      ['piece', 100, 1, 2],
      ['piece', 50, 2, 3],
    ]);
    expect(layout.digests).toEqual({ algorithm: 'sha1', length: 20, bytes: PIECES });
  });
});
