import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPageMap } from '../../common/pdf/build-page-map.ts';
import { extractPages } from '../../common/pdf/extract-pages.ts';
import { openFileReader } from '../../common/runtime/file-reader.ts';
import { type Bench, type Measurement, rounded } from './report.ts';

const samples = fileURLToPath(new URL('../../../samples/pdf/', import.meta.url));
const FILES = [
  'tidewater-workshop-manual.pdf',
  'harbour-masters-logbook-scan.pdf',
  'quayside-field-guide.pdf',
];

/** What it costs to cut one page out of its document, when the page map is there: every page of some samples. */
export async function benchExtraction(): Promise<Bench> {
  return {
    title: 'Extraction of one page',
    method:
      'In one process, the page map in memory, the file in the page cache; every page of the document by itself.',
    measurements: FILES.map((name) => measure(samples + name)),
    skipped: [],
  };
}

function measure(path: string): Measurement {
  using reader = openFileReader(path);
  const result = buildPageMap(reader);
  if (!result.mapped) throw new Error(`${path} has no page map: ${result.reason}`);
  const { map } = result;
  const times: number[] = [];
  let bytes = 0;
  for (let page = 0; page < map.pages.length; page++) {
    const startedAt = performance.now();
    bytes += extractPages(map, reader, [page]).length;
    times.push(performance.now() - startedAt);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => rounded(times[Math.floor(share * (times.length - 1))] ?? 0);
  return {
    of: basename(path),
    values: {
      pages: times.length,
      'median ms': at(0.5),
      'p99 ms': at(0.99),
      'mean kB': rounded(bytes / times.length / 1000),
    },
  };
}
