import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Codes of Node itself, which the source compares with. */
const OF_NODE = new Set(['ERR_BUFFER_TOO_LARGE', 'ERR_WORKER_OUT_OF_MEMORY']);

/** Every code that the product's source names, with a file that names it. */
function codesInSource(): Map<string, string> {
  const codes = new Map<string, string>();
  for (const side of ['common', 'peer', 'tracker']) {
    for (const file of readdirSync(`${root}${side}`, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      const source = withoutComments(readFileSync(`${root}${side}/${file}`, 'utf8'));
      for (const [, code = ''] of source.matchAll(/['"`](ERR(?:_[A-Z0-9]+)+)['"`]/g))
        if (!OF_NODE.has(code)) codes.set(code, `${side}/${file}`);
    }
  }
  return codes;
}

/** Docstrings name codes that other functions throw; only code counts. */
function withoutComments(source: string): string {
  return source.replaceAll(/^\s*(\/\*\*|\*|\/\/).*$/gm, '');
}

interface Row {
  readonly code: string;
  readonly when: string;
  readonly remedy: string;
}

function rowsOfDocument(): Row[] {
  const text = readFileSync(`${root}docs/errors.md`, 'utf8');
  return [...text.matchAll(/^\| `(ERR_[A-Z0-9_]+)` \| (.*?) \| (.*?) \|$/gm)].map(
    ([, code = '', when = '', remedy = '']) => ({
      code,
      when,
      remedy,
    }),
  );
}

describe('docs/errors.md', () => {
  const source = codesInSource();
  const rows = rowsOfDocument();

  test('lists every code of the source', () => {
    const listed = new Set(rows.map((row) => row.code));
    expect([...source].filter(([code]) => !listed.has(code))).toEqual([]);
    expect(source.size).toBeGreaterThan(20);
  });

  test('lists no code that the source does not have', () => {
    expect(rows.filter((row) => !source.has(row.code)).map((row) => row.code)).toEqual([]);
  });

  test('lists each once', () => {
    expect(new Set(rows.map((row) => row.code)).size).toBe(rows.length);
  });

  test('says of each when it comes and what to do', () => {
    expect(rows.filter((row) => row.when.trim().length < 8 || row.remedy.trim().length < 4)).toEqual([]);
  });
});
