// The rules of CONTRIBUTING.md that no linter knows: file length, forbidden names, doors that exist.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const MAX_LINES = 400;
const FORBIDDEN_NAMES = /^(utils?|helpers?|misc|types|managers?|services?|handlers?|impl|index)\.[mc]?[jt]s$/;
const TOP_LEVEL =
  /^(\..*|package(-lock)?\.json|tsconfig\.json|jest\.config\.js|biome\.json|knip\.json|README\.md|LICENSE|CHANGELOG\.md|CONTRIBUTING\.md|tracker|peer|common|samples|test|docs)$/;

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file && existsSync(file));
const problems = [];
for (const file of files) {
  const top = file.split('/')[0];
  if (!TOP_LEVEL.test(top)) problems.push(`${file}: '${top}' does not belong at the top level`);
  if (!/\.[mc]?[jt]s$/.test(file)) continue;
  const lines = readFileSync(file, 'utf8').split('\n').length;
  if (lines > MAX_LINES) problems.push(`${file}: ${lines} lines, limit ${MAX_LINES}`);
  if (FORBIDDEN_NAMES.test(file.split('/').at(-1))) problems.push(`${file}: the name says nothing`);
}
for (const problem of problems) console.error(problem);
process.exit(problems.length === 0 ? 0 : 1);
