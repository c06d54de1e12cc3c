import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const SCRIPTS = /`?npm (?:run )?([a-z]+)/g;

function documents(): string[] {
  const inDocs = readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' }).map((file) =>
    join('docs', file),
  );
  return ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...inDocs].filter((file) => file.endsWith('.md'));
}

describe('the documents', () => {
  test('link only to files that exist', () => {
    const broken = documents().flatMap((file) => {
      const text = readFileSync(`${root}${file}`, 'utf8');
      const targets = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target = '']) => target);
      return targets
        .filter((target) => !existsSync(join(root, dirname(file), target)))
        .map((target) => [file, target]);
    });
    expect(broken).toEqual([]);
  });

  test('name only npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
    const builtIn = new Set(['test', 'ci', 'install', 'run']);
    const named = ['README.md', 'CONTRIBUTING.md'].flatMap((file) =>
      [...readFileSync(`${root}${file}`, 'utf8').matchAll(SCRIPTS)].map(([, name = '']) => name),
    );
    expect(named.filter((name) => !(name in scripts) && !builtIn.has(name))).toEqual([]);
  });

  test('name only decisions that exist, by their number', () => {
    const numbers = new Set(readdirSync(`${root}docs/decisions`).map((file) => file.slice(0, 4)));
    const named = documents().flatMap((file) =>
      [...readFileSync(`${root}${file}`, 'utf8').matchAll(/decisions? (\d{4})/g)].map(
        ([, number = '']) => number,
      ),
    );
    expect(named.filter((number) => !numbers.has(number))).toEqual([]);
  });
});
