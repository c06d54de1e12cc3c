// Gives every decoder of what strangers send ten million random or spoilt bytes (test/unit/common/decoders.test.ts).
//   npm run fuzz             PAGESWARM_FUZZ_BYTES=1000000 npm run fuzz    fewer of them
//   PAGESWARM_SEED=7 npm run fuzz    others than before
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const jest = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  'node_modules/jest/bin/jest.js',
];
const run = spawnSync(process.execPath, [...jest, '--verbose', 'unit/common/decoders'], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PAGESWARM_FUZZ_BYTES: process.env.PAGESWARM_FUZZ_BYTES ?? '10000000' },
});
process.exit(run.status ?? 1);
