import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createLab, type Lab } from '../support/lab.ts';
import { watchCost } from './process-cost.ts';
import { type Bench, type Measurement, rounded } from './report.ts';

const MB = 1e6;
const samples = fileURLToPath(new URL('../../../samples/pdf/', import.meta.url));
const corpus =
  process.env['PAGESWARM_CORPUS'] ?? fileURLToPath(new URL('../../../../shared/corpus', import.meta.url));

/** What `pages --json` prints. */
interface PagesReport {
  readonly pages: number;
  readonly size: number;
  readonly mapped: boolean;
  readonly mapBytes: number;
  readonly seconds: number;
  readonly needBytes: readonly number[];
}

/** How fast page maps are built, and what they promise: `pageswarm pages` on samples and, if there, a corpus. */
export async function benchMaps(): Promise<Bench> {
  await using lab = await createLab();
  const skipped: string[] = [];
  const files = (await readdir(samples)).map((name) => samples + name);
  if (existsSync(`${corpus}/real`)) files.push(...(await ordinaryDocuments(lab, skipped)));
  else skipped.push('large real documents, since PAGESWARM_CORPUS names no folder with `real/`');

  const measurements: Measurement[] = [];
  for (const file of files) measurements.push(await measure(lab, file));
  return {
    title: 'Page map',
    method:
      '`pageswarm pages FILE --json`, a process each: `seconds` is the building alone; peak memory is that of the whole process beyond ' +
      'one that only prints its version; a page needs its part and its groups.',
    measurements,
    skipped,
  };
}

/** The corpus' largest document, and all of them merged into one. */
async function ordinaryDocuments(lab: Lab, skipped: string[]): Promise<string[]> {
  const names = (await readdir(`${corpus}/real`)).filter((name) => name.endsWith('.pdf'));
  const paths = names.map((name) => `${corpus}/real/${name}`);
  const merged = lab.path('all-merged.pdf');
  // it also exits with an error code where it only had warnings
  await promisify(execFile)('qpdf', ['--empty', '--pages', ...paths, '--', merged]).catch(() => undefined);
  if (existsSync(merged)) return [...paths, merged];
  skipped.push('the corpus merged into one file: qpdf is not installed');
  return paths;
}

async function measure(lab: Lab, file: string): Promise<Measurement> {
  const bare = await peakOf(lab, ['--version']);
  const { peak, stdout } = await peakOf(lab, ['pages', file, '--json']);
  const report: PagesReport = JSON.parse(stdout);
  const needed = report.needBytes.reduce((sum, bytes) => sum + bytes, 0);
  return {
    of: basename(file),
    values: {
      pages: report.pages,
      MB: rounded(report.size / MB),
      seconds: rounded(report.seconds),
      'pages/s': rounded(report.pages / report.seconds),
      'MB/s': rounded(report.size / MB / report.seconds),
      'memory MB': rounded((peak - bare.peak) / MB),
      'map kB': rounded(report.mapBytes / 1000),
      'a page needs %': report.mapped ? rounded((100 * needed) / report.pages / report.size) : 'not mapped',
    },
  };
}

async function peakOf(lab: Lab, args: readonly string[]): Promise<{ peak: number; stdout: string }> {
  const child = lab.start(args);
  const watch = watchCost(child.pid);
  const { code } = await child.exited;
  const cost = watch.end();
  if (code !== 0) throw new Error(`pageswarm ${args.join(' ')} exits with ${code}: ${child.stderr()}`);
  return { peak: cost?.peakBytes ?? Number.NaN, stdout: child.stdout() };
}
