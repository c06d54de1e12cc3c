import { MAP_CHUNK, type PagesMessage } from '../../common/wire/pages-message.ts';

/** The answer to a request for chunk `chunk` of the page map. */
export function mapAnswer(blob: Uint8Array | undefined, chunk: number): PagesMessage {
  const begin = chunk * MAP_CHUNK;
  if (blob === undefined || begin >= blob.length) return { type: 'mapReject', chunk };
  return { type: 'mapData', chunk, data: blob.subarray(begin, begin + MAP_CHUNK) };
}
