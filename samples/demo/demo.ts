import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { messageOf } from '../../common/errors.ts';
import { Narrator } from './narrator.ts';
import { play } from './play.ts';
import { Company } from './program.ts';
import type { Relay } from './relay.ts';

/**
 * `npm run demo`: a tracker, three holders behind unlike lines and a fourth peer, all real processes on this machine.
 * Ends by itself, leaves no process and no file, and exits with 1 if any step was not as promised.
 */
const narrator = new Narrator();
const company = new Company();
const relays: Relay[] = [];
const folder = await mkdtemp(`${tmpdir()}/pageswarm-demo-`);

process.on('exit', () => {
  company.killAll();
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));

try {
  await play({ narrator, company, folder, relays });
} catch (thrown) {
  console.error(`\n${messageOf(thrown)}`);
  process.exitCode = 1;
} finally {
  await company.dismiss();
  await Promise.all(relays.map((relay) => relay.close()));
}
console.log(`\n${narrator.summary()}`);
