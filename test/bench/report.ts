import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';

/** One thing that was measured; the values keep their unit in their name. */
export interface Measurement {
  readonly of: string;
  readonly values: Readonly<Record<string, number | string>>;
}

/** What one benchmark gives. */
export interface Bench {
  readonly title: string;
  /** how it was measured, in a sentence or two */
  readonly method: string;
  readonly measurements: readonly Measurement[];
  /** what could not be measured here, and why */
  readonly skipped: readonly string[];
}

/** Where and on what something was measured: without it a number says nothing. */
export interface Circumstances {
  readonly date: string;
  /** with a `+` when files differ from it */
  readonly commit: string;
  readonly node: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  /** processes that wanted a core in the minute before */
  readonly load: number;
}

export function circumstances(): Circumstances {
  const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8' }).trim();
  return {
    date: new Date().toISOString().slice(0, 10),
    commit: git('rev-parse', '--short=12', 'HEAD') + (git('status', '--porcelain') === '' ? '' : '+'),
    node: process.version,
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
  };
}

/**
 * The measurements as a Markdown document, a section with a table for each benchmark.
 *
 * @param before the document so far: its sections stay where nothing was measured again
 */
export function markdown(where: Circumstances, benches: readonly Bench[], before = ''): string {
  const head = [
    '# Benchmarks',
    '',
    '`npm run bench -- --write` measures and writes this file, with `--only NAME` a part of it; `npm run bench` prints the same as JSON.',
    'Ratios within one run say more than the numbers: other work on the machine moves all of them.',
  ].join('\n');
  const sections = new Map(
    before
      .split(/^(?=## )/m)
      .slice(1)
      .map((text) => [titleOf(text), text.trimEnd()]),
  );
  for (const bench of benches) sections.set(bench.title, section(bench, where).join('\n'));
  return `${[head, ...sections.values()].join('\n\n')}\n`;
}

function titleOf(section: string): string {
  return section.slice('## '.length).split('\n', 1)[0] ?? '';
}

function section({ title, method, measurements, skipped }: Bench, where: Circumstances): string[] {
  const columns = [...new Set(measurements.flatMap(({ values }) => Object.keys(values)))];
  const row = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  const table = [
    row(['', ...columns]),
    row(['---', ...columns.map(() => '---:')]),
    ...measurements.map(({ of, values }) => row([of, ...columns.map((column) => values[column] ?? '')])),
  ];
  const missing = skipped.flatMap((what) => ['', `Not measured: ${what}.`]);
  const { date, commit, node, cores, cpu, memoryGiB, load } = where;
  const at = `${date}, commit ${commit}, Node ${node}, ${cores} cores of ${cpu}, ${memoryGiB} GiB, load ${load} before.`;
  return [`## ${title}`, '', method, '', at, ...(measurements.length > 0 ? ['', ...table] : []), ...missing];
}

/** `value` with `digits` significant digits, as a number. */
export function rounded(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}
