import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from '@jest/globals';

/** Whether a program called `name` can be started. */
function onPath(name: string): boolean {
  const { PATH = '' } = process.env;
  return PATH.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** `test`, or where `program` is missing a skipped test whose name says why. */
export function testWith(
  program: string,
): (name: string, run: () => Promise<void>, timeoutMs?: number) => void {
  if (onPath(program)) return test;
  console.warn(`${program} is not installed: the tests that need it are skipped`);
  return (name) => test.skip(`${name} (skipped: ${program} is not installed)`, () => undefined);
}
