const BYTE_UNITS = ['kB', 'MB', 'GB', 'TB'] as const;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `512 B`, `12.3 kB`, `29.4 MB`: powers of 1000, as disks and networks count. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  let value = bytes / 1000;
  let unit = 0;
  // 999.95 would be rounded to 1000.0, which is 1.0 of the next unit
  while (value >= 999.95 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(1)} ${BYTE_UNITS[unit]}`;
}

/** `1.2 MB/s`. @param rate bytes a second */
export function formatRate(rate: number): string {
  return `${formatBytes(rate)}/s`;
}

/** `0.4 s`, `12 s`, `3 min 05 s`, `2 h 10 min`, `4 d 3 h`. @param ms duration */
export function formatDuration(ms: number): string {
  if (ms < 9.95 * SECOND) return `${(ms / SECOND).toFixed(1)} s`;
  const whole = Math.round(ms / SECOND) * SECOND;
  if (whole < MINUTE) return `${whole / SECOND} s`;
  if (whole < HOUR) return `${Math.floor(whole / MINUTE)} min ${padded((whole % MINUTE) / SECOND)} s`;
  if (whole < DAY) return `${Math.floor(whole / HOUR)} h ${padded(Math.floor((whole % HOUR) / MINUTE))} min`;
  return `${Math.floor(whole / DAY)} d ${Math.floor((whole % DAY) / HOUR)} h`;
}

/** `8 s`, `3 min`, `2 h`, `4 d`: how long ago something was, in whole units. @param ms duration */
export function formatAge(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.floor(ms / SECOND))} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) return `${Math.floor(ms / HOUR)} h`;
  return `${Math.floor(ms / DAY)} d`;
}

/** `2026-11-21`, in the zone of the person; empty for what is no time. @param at ms since 1970 */
export function formatDate(at: number): string {
  return formatInstant(at).slice(0, '2026-11-21'.length);
}

/** `2026-11-21 05:31`, in the zone of the person; empty for what is no time. @param at ms since 1970 */
export function formatDateTime(at: number): string {
  return formatInstant(at).slice(0, '2026-11-21 05:31'.length);
}

/** `2026-11-21 05:31:07`, in the zone of the person; empty for what is no time. @param at ms since 1970 */
export function formatInstant(at: number): string {
  const local = new Date(at - MINUTE * new Date(at).getTimezoneOffset());
  return Number.isNaN(local.getTime()) ? '' : local.toISOString().slice(0, 19).replace('T', ' ');
}

/** `05:31:07`, in the zone of the person. @param at ms since 1970 */
export function formatTimeOfDay(at: number): string {
  return formatInstant(at).slice('2026-11-21 '.length);
}

/** `0.42 ms`, `82 ms`; `-` for what was not measured. */
export function formatLatency(ms: number | undefined): string {
  if (ms === undefined || !Number.isFinite(ms)) return '-';
  return ms < 10 ? `${ms.toFixed(2)} ms` : `${Math.round(ms)} ms`;
}

/** `58.33 %`. */
export function formatPercent(percent: number): string {
  return `${Number(percent.toFixed(2))} %`;
}

/** `1-58, 90`: page numbers as people count them. */
export function formatRuns(
  runs: readonly { readonly firstPage: number; readonly lastPage: number }[],
): string {
  if (runs.length === 0) return '-';
  return runs
    .map(({ firstPage, lastPage }) => (firstPage === lastPage ? `${firstPage}` : `${firstPage}-${lastPage}`))
    .join(', ');
}

/** `1 document`, `3 documents`. */
export function formatCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function padded(value: number): string {
  return String(value).padStart(2, '0');
}
