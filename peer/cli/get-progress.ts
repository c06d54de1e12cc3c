import { cleanText } from '../../common/text/clean-text.ts';
import { formatBytes, formatCount, formatDuration, formatRate } from '../../common/text/format.ts';
import type { GetEvent, HolderProgress } from '../operations/operations.ts';
import { padToWidth } from './table.ts';

/** How far a download is: the event of the engine. */
export type Progress = GetEvent & { readonly type: 'progress' };

const BAR_CELLS = 20;
const ADDRESS_CELLS = 22;

/** The lines that are shown while a download runs: one for the whole, one for each holder. */
export function progressLines(progress: Progress): string[] {
  const holders = progress.holders.map((holder) => {
    const amounts = `${formatBytes(holder.bytes).padStart(9)}  ${formatRate(holder.rate).padStart(11)}`;
    return `  ${padToWidth(holder.address, ADDRESS_CELLS)} ${holder.state.padEnd(10)} ${bar(shareOf(holder))} ${amounts}${reasonOf(holder)}`;
  });
  return [progressLine(progress), ...holders];
}

/** How far a download is, on one line. */
export function progressLine({ verified, size, pagesHeld, holders }: Progress): string {
  const rate = holders.reduce((sum, holder) => sum + holder.rate, 0);
  const percent = size === 0 ? 100 : Math.floor((100 * verified) / size);
  const pages = pagesHeld > 0 ? `, ${formatCount(pagesHeld, 'page')}` : '';
  const left =
    rate > 0 && verified < size ? `, ${formatDuration((1000 * (size - verified)) / rate)} left` : '';
  return `${percent} % of ${formatBytes(size)}${pages}, ${formatRate(rate)}${left}`;
}

/** The share of its run that a holder has delivered, 0-1. */
function shareOf({ bytes, remaining }: HolderProgress): number {
  return bytes + remaining === 0 ? 0 : bytes / (bytes + remaining);
}

function bar(share: number): string {
  const full = Math.round(share * BAR_CELLS);
  return `[${'#'.repeat(full)}${'-'.repeat(BAR_CELLS - full)}]`;
}

function reasonOf({ reason }: HolderProgress): string {
  return reason === '' ? '' : `  ${cleanText(reason)}`;
}
