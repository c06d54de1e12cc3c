import { CodedError } from '../../common/errors.ts';
import { createDeferred } from '../../common/runtime/deferred.ts';
import { type Log, silentLog } from '../../common/runtime/log.ts';
import { libraryError, makeDataFolder } from '../library/library.ts';
import type { Operations } from '../operations/operations.ts';
import { askNode, remoteOperations } from './control-client.ts';
import { listenForControl } from './control-server.ts';
import { type HeldLock, isAlive, type Lock, newLock, readLock, takeLock } from './lock-file.ts';

/** How long, ms, interrupted operations may take to put what is verified on disk. */
const GRACE_MS = 5000;

/** The control port of this node, and with it the right to be the only one on its data folder. */
export interface Control extends AsyncDisposable {
  /** on 127.0.0.1 */
  readonly port: number;
  /** Answers requests from `operations`; those that came earlier have waited. */
  serve(operations: Operations): void;
  /** Waits until no other command is being answered; from that moment none is any more, and who comes waits. */
  idle(): Promise<void>;
  /**
   * Interrupts what still runs for other commands and takes no more. The folder stays ours until disposal, and who
   * wants it meanwhile waits.
   */
  end(): Promise<void>;
}

/**
 * Takes the data folder and opens the control port. Disposing ends it, closes the port and gives the folder back.
 *
 * @throws {CodedError} ERR_PEER_ALREADY_RUNNING, naming the process; those of `libraryError`
 */
export async function openControl(
  dataFolder: string,
  options: { readonly log?: Log } = {},
): Promise<Control> {
  const operations = createDeferred<Operations>();
  const lock = newLock(0);
  const server = await listenForControl({
    token: lock.token,
    operations: operations.promise,
    graceMs: GRACE_MS,
    log: options.log ?? silentLog,
  });
  const held = await takeFolder(dataFolder, { ...lock, port: server.port }).catch(async (error: unknown) => {
    await server.close();
    throw libraryError(error, dataFolder);
  });

  return {
    port: server.port,
    serve: operations.resolve,
    idle: server.finish,
    end: server.end,
    async [Symbol.asyncDispose]() {
      await server.close();
      await held.release();
    },
  };
}

async function takeFolder(dataFolder: string, lock: Lock): Promise<HeldLock> {
  await makeDataFolder(dataFolder);
  return await takeLock(dataFolder, lock, askNode);
}

/**
 * The operations of the node that runs on `dataFolder`; `undefined` if none does.
 *
 * @throws {CodedError} ERR_PEER_NOT_ANSWERING when one is there and says nothing
 */
export async function connectControl(dataFolder: string): Promise<Operations | undefined> {
  const lock = await readLock(dataFolder);
  if (lock === undefined) return undefined;

  const answer = await askNode(lock);
  if (answer === 'answers') return remoteOperations(lock);
  if (answer === 'ending' || !(await isAlive(dataFolder, lock, answer))) return undefined;
  const what = `process ${lock.pid} on '${lock.machine}' works on this data folder and does not answer: stop it`;
  throw new CodedError('ERR_PEER_NOT_ANSWERING', what);
}
