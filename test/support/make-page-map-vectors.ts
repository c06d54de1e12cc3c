// Writes test/vectors/page-map.json. Run by hand after a deliberate change of the format, then look at the diff:
//   node dist/test/support/make-page-map-vectors.js && npx biome format --write test/vectors      (qpdf encrypts the plain document)
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPageMap } from '../../common/pdf/build-page-map.ts';
import { bytesReader } from '../../common/pdf/byte-reader.ts';
import { extractPages } from '../../common/pdf/extract-pages.ts';
import { layoutOf, needBytes } from '../../common/pdf/page-layout.ts';
import { digestOfMap } from '../../common/pdf/page-map.ts';
import { encodePageMap } from '../../common/pdf/page-map-encode.ts';
import { plainPdf, SMALL_PDFS, type SmallPdf } from './small-pdfs.ts';

const ENCRYPTIONS: readonly (readonly [string, readonly string[]])[] = [
  ['rc4-40', ['40']],
  ['rc4-128', ['128', '--use-aes=n']],
  ['aes-128', ['128', '--use-aes=y']],
  ['aes-256-r5', ['256', '--force-R5']],
  ['aes-256-r6', ['256']],
];

function encrypted(): SmallPdf[] {
  const folder = mkdtempSync(join(tmpdir(), 'vectors-'));
  const source = join(folder, 'in.pdf');
  writeFileSync(source, plainPdf());
  const made = ENCRYPTIONS.map(([name, settings]) => {
    const out = join(folder, 'out.pdf');
    const options = ['--static-id', '--static-aes-iv', '--allow-weak-crypto', '--object-streams=generate'];
    execFileSync('qpdf', [...options, '--encrypt', '', 'owner', ...settings, '--', source, out]);
    const bytes = new Uint8Array(readFileSync(out));
    return { name, about: 'opens without a password; made with qpdf from `plain`', bytes, extracts: [[0]] };
  });
  rmSync(folder, { recursive: true });
  return made;
}

function vector({ name, about, bytes, extracts }: SmallPdf): object {
  const reader = bytesReader(bytes);
  const result = buildPageMap(reader);
  if (!result.mapped) throw new Error(`${name}: ${result.reason}`);
  const { map } = result;
  const blob = encodePageMap(map);
  const { parts, leaves } = layoutOf(map);
  return {
    name,
    about,
    pdf: Buffer.from(bytes).toString('base64'),
    map: Buffer.from(blob).toString('base64'),
    mapDigest: digestOfMap(blob),
    info: result.info,
    segments: Array.from(map.segments.lengths, (length, at) => [length, map.segments.owners[at]]),
    parts: parts.map(({ kind, index, bytes: inPart }) => `${kind} ${index}: ${inPart}`),
    leaves: leaves.map((leaf, at) => ({
      part: leaf.part,
      spans: leaf.spans.map(({ begin, end }) => [begin, end]),
      digest: Buffer.from(map.digests.subarray(at * 16, at * 16 + 16)).toString('hex'),
    })),
    needBytes: needBytes(map),
    extracts: extracts.map((pages) => ({
      pages,
      pdf: Buffer.from(extractPages(map, reader, pages)).toString('base64'),
    })),
  };
}

const vectors = { format: 'pagemap/1', documents: [...SMALL_PDFS, ...encrypted()].map(vector) };
writeFileSync(
  new URL('../../../test/vectors/page-map.json', import.meta.url),
  `${JSON.stringify(vectors, null, 1)}\n`,
);
