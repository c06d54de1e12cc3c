import { spawnSync } from 'node:child_process';

/** Programs that draw PDFs; what they draw is compared with what they draw themselves. */
const RENDERERS: readonly (readonly [string, (file: string, page: number) => string[]])[] = [
  ['mutool', (file, page) => ['draw', '-q', '-r', '45', '-o', '-', '-F', 'ppm', file, String(page)]],
  ['pdftoppm', (file, page) => ['-r', '45', '-f', String(page), '-l', String(page), file]],
];
const MAX_OUTPUT_BYTES = 200_000_000;
const TIME_LIMIT_MS = 30_000;

/** Whether a program that draws PDFs is installed; says so if not. */
export function canRender(): boolean {
  const found = RENDERERS.some(([program]) => spawnSync(program, ['-v']).error === undefined);
  if (!found) console.warn('skipped: neither mutool nor pdftoppm is installed');
  return found;
}

/** Page `number` (from 1) of the PDF at `file`, drawn at 45 dpi by the first program that is installed. */
export function rendered(file: string, number: number): Buffer {
  for (const [program, options] of RENDERERS) {
    const { error, stdout } = spawnSync(program, options(file, number), {
      maxBuffer: MAX_OUTPUT_BYTES,
      timeout: TIME_LIMIT_MS,
    });
    if (error === undefined) return stdout;
  }
  throw new Error('no program that draws PDFs');
}
