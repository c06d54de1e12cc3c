import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { delimiter, join } from 'node:path';
import { test } from '@jest/globals';

/** Whether a program called `name` can be started. */
export function onPath(name: string): boolean {
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

type RunTest = (name: string, run: () => Promise<void>, timeoutMs?: number) => void;

/** `test`, or where `program` is missing a skipped test whose name says why. */
export function testWith(program: string): RunTest {
  return testIf(onPath(program), program);
}

/** A Python that has `module`: the system's, where another one is first on the path; `undefined` without one. */
export function pythonWith(module: string): string | undefined {
  return ['python3', '/usr/bin/python3'].find(
    (python) => spawnSync(python, ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0,
  );
}

/** `test`, or where Python or its `module` is missing a skipped test whose name says why. */
export function testWithPython(module: string): RunTest {
  return testIf(pythonWith(module) !== undefined, `python3-${module}`);
}

/** An IPv4 address of this machine that is not loopback; `undefined` where there is none. */
export function ownAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}

/** `testWith(program)`, where this machine has an address that is not loopback, too. */
export function testFromOutside(program: string): RunTest {
  return ownAddress() === undefined ? testIf(false, 'a network interface') : testWith(program);
}

/** `test`, or where `what` is not `installed` a skipped test whose name says why. */
function testIf(installed: boolean, what: string): RunTest {
  if (installed) return test;
  console.warn(`${what} is not installed: the tests that need it are skipped`);
  return (name) => test.skip(`${name} (skipped: ${what} is not installed)`, () => undefined);
}
