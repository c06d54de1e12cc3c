import { workerData } from 'node:worker_threads';
import { buildPageMap } from '../pdf/build-page-map.ts';
import { encodePageMap } from '../pdf/page-map-encode.ts';
import { openFileReader } from './file-reader.ts';
import type { MappedFile } from './map-file.ts';
import { answerJob } from './run-worker.ts';

function map({ path }: { readonly path: string }): MappedFile {
  using reader = openFileReader(path);
  const result = buildPageMap(reader);
  const { pages, info } = result;
  if (!result.mapped) return { reason: result.reason, pages, info };
  return { map: encodePageMap(result.map), reason: '', pages, info };
}

await answerJob(() => map(workerData), 'ERR_PDF_UNREADABLE');
