import { spawnSync } from 'node:child_process';

/** Whether this machine lets us mount a disk of our own, which needs Linux and user namespaces; says so if not. */
export function canMount(test: string): boolean {
  const can = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0;
  if (!can) process.stderr.write(`${test}: skipped, this machine has no user namespaces\n`);
  return can;
}
