import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** A host behind an access link. */
export interface NetlabHost {
  readonly name: string;
  readonly ip: string;
  /** one way, of its link alone */
  readonly delay_ms?: number;
  /** Mbit/s of IP packets; no limit without it */
  readonly up_mbit?: number;
  readonly down_mbit?: number;
}

/** Hosts behind emulated links, each in a network namespace of its own. */
export interface Netlab extends AsyncDisposable {
  /** its name, which other programs that use it find in `NETLAB` */
  readonly name: string;
  /** what stands before a command line that is to run on `host` */
  within(host: string): string[];
  /** takes away the link of `host` without a word, or gives it back */
  link(host: string, state: 'up' | 'down'): Promise<void>;
  /** changes `delay_ms`, `up_mbit`, `down_mbit` or `loss` of a host's link */
  set(host: string, key: string, value: number): Promise<void>;
}

/** The program, in the folder `PAGESWARM_NETLAB` or on the path; or why links cannot be emulated here. */
export function findNetlab(): { readonly program: string } | { readonly missing: string } {
  const { PATH = '', PAGESWARM_NETLAB: folder } = process.env;
  const folders = folder === undefined ? PATH.split(delimiter) : [folder];
  const program = folders.map((each) => join(each, 'netlab')).find(isExecutable);
  if (program === undefined) return { missing: 'netlab is not there (PAGESWARM_NETLAB names its folder)' };
  return process.getuid?.() === 0 ? { program } : { missing: 'emulated links need root' };
}

/** Starts the emulation of `hosts`; TCP's congestion control is bbr in all of them. */
export async function openNetlab(program: string, hosts: readonly NetlabHost[]): Promise<Netlab> {
  const name = `pageswarm${process.pid}`;
  const env = { ...process.env, NETLAB: name };
  const netlab = (...args: string[]) => execute(program, args, { env });
  const folder = await mkdtemp(join(tmpdir(), 'pageswarm-netlab-'));
  const scenario = join(folder, 'scenario.json');
  await writeFile(scenario, JSON.stringify({ cc: 'bbr', hosts }));
  try {
    await netlab('up', scenario);
  } finally {
    await rm(folder, { recursive: true });
  }
  return {
    name,
    within: (host) => ['env', `NETLAB=${name}`, program, 'exec', host],
    link: async (host, state) => void (await netlab('link', host, state)),
    set: async (host, key, value) => void (await netlab('set', host, key, String(value))),
    [Symbol.asyncDispose]: async () => void (await netlab('down', '--kill')),
  };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
