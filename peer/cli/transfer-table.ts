import {
  formatBytes,
  formatDateTime,
  formatDuration,
  formatPercent,
  formatRate,
} from '../../common/text/format.ts';
import type { Transfer } from '../operations/operations.ts';
import { type Column, formatTable } from './table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'id' },
  { title: 'state' },
  { title: 'held', right: true },
  { title: 'rate', right: true },
  { title: 'size', right: true },
  { title: 'name', max: 50 },
  { title: 'reason', max: 100 },
];

/** Transfers that are not done, as a table; no lines for none. */
export function transferTable(transfers: readonly Transfer[]): string[] {
  if (transfers.length === 0) return [];
  const rows = transfers.map((one) => [
    one.id,
    one.step ?? one.state,
    formatPercent(heldPercent(one)),
    one.state === 'running' ? formatRate(one.rate) : '',
    formatBytes(one.size),
    one.name,
    reasonOf(one),
  ]);
  return formatTable(COLUMNS, rows);
}

function reasonOf({ failure, nextTryAt }: Transfer): string {
  if (failure === undefined || nextTryAt === undefined) return failure?.message ?? '';
  return `next try in ${formatDuration(Math.max(0, nextTryAt - Date.now()))}: ${failure.message}`;
}

const HISTORY_COLUMNS: readonly Column[] = [
  { title: 'id' },
  { title: 'ended' },
  { title: 'state' },
  { title: 'took', right: true },
  { title: 'rate', right: true },
  { title: 'md5' },
  { title: 'size', right: true },
  { title: 'name', max: 50 },
  { title: 'reason', max: 100 },
];

/** Transfers that ended, as a table; no lines for none. */
export function historyTable(transfers: readonly Transfer[]): string[] {
  if (transfers.length === 0) return [];
  const rows = transfers.map((one) => [
    one.id,
    one.endedAt === undefined ? '' : formatDateTime(one.endedAt),
    one.state,
    took(one),
    averageRate(one),
    md5Of(one),
    formatBytes(one.size),
    one.name,
    one.failure?.message ?? '',
  ]);
  return formatTable(HISTORY_COLUMNS, rows);
}

/** How much is here, 0-100, whole; less than 100 as long as something is missing. */
export function heldPercent({ verifiedBytes, size }: Transfer): number {
  return Math.floor((100 * verifiedBytes) / Math.max(1, size));
}

function took({ result, startedAt, endedAt }: Transfer): string {
  if (result !== undefined) return formatDuration(1000 * result.seconds);
  return startedAt === undefined || endedAt === undefined ? '' : formatDuration(endedAt - startedAt);
}

/** Of what came over the network, the last time that it ran. */
function averageRate({ result }: Transfer): string {
  if (result === undefined || result.seconds === 0 || result.fetchedBytes === 0) return '';
  return formatRate(result.fetchedBytes / result.seconds);
}

function md5Of({ result }: Transfer): string {
  if (result === undefined) return '';
  return result.md5Ok ? 'ok' : 'wrong';
}
