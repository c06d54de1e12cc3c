import { formatLatency, formatPercent, formatRuns } from '../../common/text/format.ts';
import type { PlannedHolder } from '../operations/operations.ts';
import { type Column, formatTable } from './table.ts';

const COLUMNS: readonly Column[] = [
  { title: '#', right: true },
  { title: 'holder', max: 50 },
  { title: 'client', max: 24 },
  { title: 'icmp', right: true },
  { title: 'connect', right: true },
  { title: 'ping', right: true },
  { title: 'share', right: true },
  { title: 'pages', max: 40 },
];

/** The plan of a download, best holder first. */
export function holderTable(holders: readonly PlannedHolder[]): string[] {
  const rows = holders.map((holder) => [
    String(holder.rank),
    holder.address,
    holder.client,
    formatLatency(holder.icmpMs),
    formatLatency(holder.connectMs),
    formatLatency(holder.pingMs),
    formatPercent(holder.plannedPercent),
    formatRuns(holder.runs),
  ]);
  return formatTable(COLUMNS, rows);
}
