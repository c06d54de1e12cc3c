import { formatBytes } from '../../common/text/format.ts';
import type { DocumentSummary } from '../../common/tracker-api/publication.ts';
import { type Column, formatTable } from './table.ts';

const COLUMNS: readonly Column[] = [
  { title: 'info hash' },
  { title: 'pages', right: true },
  { title: 'size', right: true },
  { title: 'holders', right: true },
  { title: 'name', max: 60 },
  { title: 'title', max: 40 },
];

/** Digits of an info hash that are shown: enough to be unique among millions, and accepted by every verb. */
const SHOWN_DIGITS = 12;

/** Documents as a table; no lines for no documents. */
export function summaryTable(documents: readonly DocumentSummary[]): string[] {
  if (documents.length === 0) return [];
  const rows = documents.map((one) => [
    shortHash(one.infoHash),
    formatPageCount(one.pages),
    formatBytes(one.size),
    String(one.holders),
    one.name,
    one.title,
  ]);
  return formatTable(COLUMNS, rows);
}

/** The beginning of an info hash, as tables show it. */
export function shortHash(infoHash: string): string {
  return infoHash.slice(0, SHOWN_DIGITS);
}

/** `-` where the number is not known. */
export function formatPageCount(pages: number): string {
  return pages === 0 ? '-' : String(pages);
}
