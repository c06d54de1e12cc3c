import type { Refuse } from './checks.ts';

/** Powers of 1000, as disks and networks count. */
const UNITS = ['', 'K', 'M', 'G', 'T'];
const AMOUNT = /^(\d{1,15}(?:\.\d{1,6})?)\s*([kmgt]?)$/i;
const MOST = 1e15;

/** Bytes: `500K`, `1.5M`, `20G`, a number of JSON, or 0 for none. */
export function checkAmount(value: unknown, refuse: Refuse): number {
  const bytes = typeof value === 'string' ? parseAmount(value) : value;
  if (typeof bytes === 'number' && Number.isInteger(bytes) && bytes >= 0 && bytes <= MOST) return bytes;
  throw refuse(`is a number of bytes like 500K, 2M or 10G, or 0 for no limit, got ${JSON.stringify(value)}`);
}

/** Bytes as people write them; `undefined` for what is no amount. */
export function parseAmount(text: string): number | undefined {
  const [, digits, unit = ''] = AMOUNT.exec(text.trim()) ?? [];
  if (digits === undefined) return undefined;
  const bytes = Math.round(Number(digits) * 1000 ** UNITS.indexOf(unit.toUpperCase()));
  return bytes <= MOST ? bytes : undefined;
}

/** The shortest text for exactly so many bytes. */
export function formatAmount(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (value !== 0 && value % 1000 === 0 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value}${UNITS[unit]}`;
}
