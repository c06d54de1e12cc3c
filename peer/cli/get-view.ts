import { cleanText } from '../../common/text/clean-text.ts';
import { formatBytes, formatCount, formatDuration, formatRate } from '../../common/text/format.ts';
import type { GetEvent, GetResult } from '../operations/operations.ts';
import { type Progress, progressLine, progressLines } from './get-progress.ts';
import { holderTable } from './holder-table.ts';
import type { Output } from './output.ts';

/** Where nobody watches, one line in this time is enough, ms. */
const PLAIN_EVERY_MS = 10_000;

/** Shows one download on stderr as its events come. */
export interface GetView {
  show(event: GetEvent): void;
  /** how much is verified and kept, as far as this view knows; `undefined` before the first news */
  kept(): { readonly verified: number; readonly size: number } | undefined;
}

/** @param now ms, on any clock that does not go back */
export function createGetView(output: Output, now: () => number): GetView {
  let last: Progress | undefined;
  let plainAt = now();

  return {
    show(event) {
      if (event.type === 'progress') {
        last = event;
        if (output.interactive) output.live(progressLines(event));
        else if (now() - plainAt >= PLAIN_EVERY_MS) {
          plainAt = now();
          output.note(progressLine(event));
        }
        return;
      }
      if (event.type === 'verifying' || event.type === 'done') output.live([]);
      for (const line of newsLines(event)) output.note(line);
    },
    kept: () => last,
  };
}

/** What an event says to people; nothing for those that are shown otherwise. */
export function newsLines(event: GetEvent): string[] {
  switch (event.type) {
    case 'found':
      return [cleanText(`${event.name}: ${contentsOf(event)}${formatBytes(event.size)}${identityOf(event)}`)];
    case 'present':
      return [cleanText(`already here: ${event.path}`)];
    case 'resumed':
      return [`resumed: ${formatBytes(event.bytes)} are here and verified`];
    case 'probing':
      return [`probing ${formatCount(event.holders, 'holder')}`];
    case 'planned':
      return holderTable(event.holders);
    case 'taken-over':
      return [
        cleanText(`${event.by} takes over ${formatBytes(event.bytes)} from ${event.from}: ${event.why}`),
      ];
    case 'banned':
      return [cleanText(`banned ${event.address}: ${event.reason}`)];
    case 'full':
      return [cleanText(`${event.message}; it goes on by itself when there is room`)];
    case 'room':
      return ['the disk has room again'];
    case 'notice':
      return [cleanText(event.message)];
    case 'verifying':
      return ['merged; verifying MD5'];
    case 'verified':
      return [verdict(event)];
    case 'reading-copy':
      return [cleanText(`reading copy with ${formatCount(event.pages, 'page')}: ${event.path}`)];
    case 'announced':
      return [
        `announced to ${formatCount(event.trackers.length, 'tracker')}; holders now: ${cleanText(event.holders.join(', '))}`,
      ];
    case 'done':
      return [doneLine(event.result)];
    case 'progress':
      return [];
  }
}

function doneLine({ size, seconds, fetchedBytes }: GetResult): string {
  if (fetchedBytes === 0) return `nothing to fetch: all ${formatBytes(size)} were here`;
  const rate = seconds > 0 ? ` (${formatRate(fetchedBytes / seconds)})` : '';
  return `${formatBytes(fetchedBytes)} of ${formatBytes(size)} fetched in ${formatDuration(1000 * seconds)}${rate}`;
}

function contentsOf({ pages, files }: Extract<GetEvent, { type: 'found' }>): string {
  if (files !== undefined) return `${formatCount(files, 'file')}, `;
  return pages === 0 ? '' : `${formatCount(pages, 'page')}, `;
}

/** Of other people's torrents the SHA-256 is not known before they are whole. */
function identityOf({ sha256, infoHash }: Extract<GetEvent, { type: 'found' }>): string {
  return sha256 === '' ? `, info hash ${infoHash}` : `, sha256 ${sha256}`;
}

function verdict({ md5, md5Ok, md5Unknown, md5Believed }: Extract<GetEvent, { type: 'verified' }>): string {
  if (md5Believed) return `every part is right; the published MD5 ${md5} is believed`;
  if (md5Unknown) return `every piece is right by its SHA-1; no MD5 was published, this one has ${md5}`;
  return md5Ok ? `MD5 ${md5} is the published one` : `MD5 ${md5} is NOT the published one`;
}
