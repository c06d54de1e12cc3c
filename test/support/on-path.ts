import { networkInterfaces } from 'node:os';
import { test } from '@jest/globals';
import { onPath, pythonWith } from './installed.ts';

type RunTest = (name: string, run: () => Promise<void>, timeoutMs?: number) => void;

/** `test`, or where `program` is missing a skipped test whose name says why. */
export function testWith(program: string): RunTest {
  return testIf(onPath(program), program);
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
