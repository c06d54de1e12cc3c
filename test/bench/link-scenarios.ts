import { type Measurement, rounded } from './report.ts';

/** What happens to the links of three unequal holders. */
export interface LinkScenario {
  readonly name: string;
  /** to the fastest holder, 1.5 s after the holders are known */
  readonly fate?: 'killed' | 'cut';
  /** share of the packets that the link of the second holder loses */
  readonly loss?: number;
}

/** By the names that `--scenarios` takes. */
export const SCENARIOS: Readonly<Record<string, LinkScenario>> = {
  even: { name: 'undisturbed' },
  kill: { name: "the fastest holder's process killed at 1.5 s", fate: 'killed' },
  cut: { name: "the fastest holder's link cut silently at 1.5 s", fate: 'cut' },
  loss: { name: '1 % loss on the 40 Mbit/s link', loss: 0.01 },
};

/** When the fastest holder is lost, ms after the holders are known. */
export const FATE_MS = 1500;

/** Who downloads. */
export const DOWNLOADER = { name: 'dl', ip: '10.77.0.1', delay_ms: 0.5, up_mbit: 100, down_mbit: 400 };
/** 80, 40 and 20 Mbit/s, 2, 20 and 80 ms from the downloader and back. */
export const HOLDERS = [
  { name: 's1', ip: '10.77.0.2', delay_ms: 0.5, up_mbit: 80, down_mbit: 100 },
  { name: 's2', ip: '10.77.0.3', delay_ms: 9.5, up_mbit: 40, down_mbit: 100 },
  { name: 's3', ip: '10.77.0.4', delay_ms: 39.5, up_mbit: 20, down_mbit: 100 },
] as const;
/** Whom a scenario takes away, and whose packets one loses. */
export const [FASTEST, LOSSY] = HOLDERS;
/** Where a tracker runs. */
export const TRACKER = { name: 'tk', ip: '10.77.0.30' };

/**
 * The least time, s, in which `bytes` can come: goodput of all links, without the fastest from the moment of its loss.
 *
 * @param lostAt s
 */
function boundOf(bytes: number, lostAt?: number): number {
  const goodput = (mbit: number): number => ((mbit * 1e6) / 8) * (1448 / 1500);
  const all = HOLDERS.reduce((sum, { up_mbit }) => sum + goodput(up_mbit), 0);
  if (lostAt === undefined || bytes <= all * lostAt) return bytes / all;
  return lostAt + (bytes - all * lostAt) / (all - goodput(FASTEST.up_mbit));
}

/** One download. */
export interface TimedGet {
  /** bytes of the document */
  readonly bytes: number;
  readonly seconds: number;
  /** when the fastest holder was lost, s after the holders were known; `undefined` if it was not */
  readonly lostAt?: number | undefined;
}

/** A row of the table: each download is compared with the bound for the moment at which its fastest holder was lost. */
export function rowOf(of: string, runs: readonly TimedGet[]): Measurement {
  const ratios = runs.map(({ bytes, seconds, lostAt }) => seconds / boundOf(bytes, lostAt));
  return {
    of,
    values: {
      'bound s': rounded(median(runs.map(({ bytes, lostAt }) => boundOf(bytes, lostAt)))),
      s: rounded(median(runs.map(({ seconds }) => seconds))),
      'x bound': rounded(median(ratios)),
      'worst x bound': rounded(Math.max(...ratios)),
    },
  };
}

function median(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b);
  return ascending[Math.floor((ascending.length - 1) / 2)] ?? Number.NaN;
}
