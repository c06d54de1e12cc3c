// Every static check, in turn; all of them run, and the exit code says whether all passed.
// Imports nothing that is not in Node. The programs that are started by their path here stand in knip.json's
// ignoreDependencies: knip sees only what is imported or named in a script.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const checks = [
  ['types', 'node_modules/@typescript/native/bin/tsc', ['--noEmit', '-p', '.']],
  ['format and lint', 'node_modules/@biomejs/biome/bin/biome', ['ci', '--colors=off', '.']],
  [
    'import rules',
    'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
    ['--no-progress', 'common', 'peer', 'tracker'],
  ],
  ['unused code', 'node_modules/knip/bin/knip.js', ['--no-progress']],
  ['house rules', '.ci/house-rules.mjs', []],
];

let failed = 0;
for (const [name, script, args] of checks) {
  const run = spawnSync(process.execPath, [`${root}${script}`, ...args], { cwd: root, stdio: 'inherit' });
  if (run.status !== 0) failed++;
  console.log(`${run.status === 0 ? 'ok    ' : 'FAILED'} ${name}`);
}
console.log(`${checks.length - failed} checks passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
