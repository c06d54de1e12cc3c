import { type Measurement, rounded } from './report.ts';

const MB = 1e6;
const GIB = 2 ** 30;

/** What sending a document once came to. */
export interface Transfer {
  readonly bytes: number;
  /** until the last byte was verified, or what else the row is about */
  readonly seconds: number;
  /** of both sides, from the order to the end */
  readonly cpuSeconds: number;
  /** bytes of resident memory, at most, since the process began */
  readonly holderPeak: number;
  readonly downloaderPeak: number;
}

/** The medians of several runs; beside `rival`, if there is one, as ratios. */
export function transferRow(
  of: string,
  runs: readonly Transfer[],
  rival: readonly Transfer[] = [],
): Measurement {
  const [ours, theirs] = [medians(runs), medians(rival)];
  return {
    of,
    values: {
      'MB/s': rounded(ours.rate / MB),
      'CPU s per GiB, both': rounded(ours.cpu * GIB),
      'holder peak MB': rounded(ours.holderPeak / MB),
      'downloader peak MB': rounded(ours.downloaderPeak / MB),
      ...(rival.length > 0 && {
        'x libtorrent': rounded(ours.rate / theirs.rate),
        'CPU x libtorrent': rounded(ours.cpu / theirs.cpu),
      }),
    },
  };
}

function medians(runs: readonly Transfer[]) {
  const of = (value: (run: Transfer) => number): number => median(runs.map(value));
  return {
    rate: of(({ bytes, seconds }) => bytes / seconds),
    cpu: of(({ bytes, cpuSeconds }) => cpuSeconds / bytes),
    holderPeak: of(({ holderPeak }) => holderPeak),
    downloaderPeak: of(({ downloaderPeak }) => downloaderPeak),
  };
}

function median(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b);
  const middle = ascending.length >>> 1;
  const upper = ascending[middle] ?? Number.NaN;
  return ascending.length % 2 === 1 ? upper : ((ascending[middle - 1] ?? upper) + upper) / 2;
}
