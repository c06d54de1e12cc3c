import { randomBytes } from 'node:crypto';
import { readFile, stat, unlink, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError, codeOf } from '../../common/errors.ts';
import { createAtomically } from '../../common/runtime/atomic-write.ts';

/** How often the owner of a lock shows that it lives, to machines that share the folder over a network. */
const TOUCH_MS = 15_000;
/** A lock of another machine that was not touched for so long is left over; four touches may fail. */
const ABANDONED_MS = 75_000;
/** How long to wait for an owner that is ending: it may have to say goodbye to trackers that do not answer. */
const PATIENCE_MS = 20_000;
/** A claim is needed for some ms; one that is older is of a process that was killed just then. */
const CLAIM_MS = 10_000;
/** Between two looks at a lock that is about to go: nobody notices the wait, and the disk rests. */
const POLL_MS = 100;

/** Readable by the owner only: whoever knows the token may do all that the node can. */
const MODE = 0o600;

/** What `node.lock` says: who works on the data folder, and how to reach it. */
export interface Lock {
  readonly pid: number;
  /** name of the machine: a data folder may lie on a network drive */
  readonly machine: string;
  /** of the control API, on 127.0.0.1 */
  readonly port: number;
  /** 64 hexadecimal digits that a client of the control API shows */
  readonly token: string;
}

/**
 * What the owner of a lock says: `ending` when it will give the lock back in a moment, `silent` when it accepts a
 * connection and then says nothing.
 */
export type Answer = 'answers' | 'ending' | 'silent' | 'gone';

/** A lock that is ours until it is released. */
export interface HeldLock {
  release(): Promise<void>;
}

/** A lock of this process, with a token that nobody knows yet. */
export function newLock(port: number): Lock {
  return { pid: process.pid, machine: hostname(), port, token: randomBytes(32).toString('hex') };
}

/** The lock of `dataFolder`; `undefined` if there is none or it cannot be understood. */
export async function readLock(dataFolder: string): Promise<Lock | undefined> {
  const text = await readFile(lockFile(dataFolder), 'utf8').catch(() => '');
  return parseLock(text);
}

/**
 * Takes the lock of `dataFolder`, replacing one whose owner is gone. Of several that try, one gets it.
 *
 * @param ask asks the owner of a lock of this machine whether it is there
 * @throws {CodedError} ERR_PEER_ALREADY_RUNNING naming the process; what the file system says
 */
export async function takeLock(
  dataFolder: string,
  lock: Lock,
  ask: (lock: Lock) => Promise<Answer>,
): Promise<HeldLock> {
  const file = lockFile(dataFolder);
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (performance.now() < giveUpAt) {
    if (await createAtomically(file, formatLock(lock), MODE)) return hold(file, lock);

    const found = await readIfThere(file);
    if (found === undefined) continue; // released this moment
    const owner = parseLock(found);
    const answer = owner === undefined || owner.machine !== lock.machine ? 'gone' : await ask(owner);
    if (answer === 'ending') await sleep(POLL_MS);
    else if (owner !== undefined && (await isAlive(dataFolder, owner, answer))) throw alreadyRunning(owner);
    else await removeStale(file, found);
  }
  throw new CodedError(
    'ERR_PEER_ALREADY_RUNNING',
    `'${file}' is held by a process that is ending: start again`,
  );
}

/** Whether the owner of a lock lives, having given `answer`. On another machine only the file's time can tell. */
export async function isAlive(dataFolder: string, lock: Lock, answer: Answer): Promise<boolean> {
  if (lock.machine !== hostname()) return await touchedLately(lockFile(dataFolder));
  return answer === 'answers' || answer === 'ending' || (answer === 'silent' && processExists(lock.pid));
}

function alreadyRunning({ pid, machine }: Lock): CodedError {
  const where = machine === hostname() ? '' : ` on '${machine}'`;
  const what = `process ${pid}${where} works on this data folder: stop it, or use another --data folder`;
  return new CodedError('ERR_PEER_ALREADY_RUNNING', what);
}

function lockFile(dataFolder: string): string {
  return join(dataFolder, 'node.lock');
}

function formatLock(lock: Lock): string {
  return `${JSON.stringify({ version: 1, ...lock })}\n`;
}

function parseLock(text: string): Lock | undefined {
  try {
    const { pid, machine, port, token } = JSON.parse(text) as Record<keyof Lock, unknown>;
    const valid = Number.isInteger(pid) && Number.isInteger(port) && typeof machine === 'string';
    if (!valid || typeof token !== 'string' || !/^[0-9a-f]{64}$/.test(token)) return undefined;
    return { pid: Number(pid), machine, port: Number(port), token };
  } catch {
    return undefined;
  }
}

/** The text of the lock; `undefined` when there is none any more. */
async function readIfThere(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
}

/**
 * Removes the stale lock. Who does has the claim beside it meanwhile: of two who found it stale the slower one must not
 * remove what the quicker one has put in its place.
 */
async function removeStale(file: string, stale: string): Promise<void> {
  const claim = `${file}.claim`;
  if (!(await createAtomically(claim, '', MODE))) {
    await sleep(POLL_MS);
    const found = await stat(claim).catch(() => undefined);
    if (found !== undefined && Date.now() - found.mtimeMs > CLAIM_MS)
      await unlink(claim).catch(() => undefined);
    return;
  }
  try {
    if ((await readIfThere(file)) === stale) await unlink(file);
  } catch {
    // somebody has it open for a moment, on Windows
    await sleep(POLL_MS);
  } finally {
    await unlink(claim).catch(() => undefined);
  }
}

function hold(file: string, lock: Lock): HeldLock {
  const touch = () => void utimes(file, new Date(), new Date()).catch(() => undefined);
  const touching = setInterval(touch, TOUCH_MS).unref();
  return {
    async release() {
      clearInterval(touching);
      const found = parseLock(await readFile(file, 'utf8').catch(() => ''));
      if (found?.token === lock.token) await unlink(file).catch(() => undefined);
    },
  };
}

async function touchedLately(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs < ABANDONED_MS;
}

/** EPERM means that it exists and is another user's. */
function processExists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
