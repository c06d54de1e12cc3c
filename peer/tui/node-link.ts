import { CodedError } from '../../common/errors.ts';
import { pause } from '../../common/runtime/pause.ts';
import type { PeerConfig } from '../config.ts';
import type { Operations } from '../operations/operations.ts';
import type { Peer } from '../peer.ts';

/** How often a node that is gone is looked for, ms: a restart takes some tenths of a second. */
const LOOK_AGAIN_MS = 300;
/** How long it is looked for, ms: a node that ends may have to say goodbye to trackers that do not answer. */
const PATIENCE_MS = 30_000;

/** The node that a screen shows: its own, or that of another process. */
export interface NodeLink {
  /** whether it ends with the screen */
  readonly own: boolean;
  /** of the node that is there at present, whichever it is */
  readonly operations: Operations;
  /** aborts when that node goes, if this is known here */
  readonly lifetime: AbortSignal;
  /** Starts the node again, with the settings that are kept by now. Only of an own one. */
  readonly restart?: () => Promise<void>;
  /**
   * Waits until a node is there again after one went.
   *
   * @throws {CodedError} ERR_CONTROL_LOST when none comes; why the own one did not start
   */
  again(signal: AbortSignal): Promise<void>;
}

/** A node of this process. */
export interface OwnNode extends NodeLink {
  /** Ends it in order: the trackers are told. */
  end(): Promise<void>;
}

/** Starts a node for a screen. @param load the configuration as it is kept by now */
export async function startOwnNode(
  load: () => Promise<PeerConfig>,
  start: (config: PeerConfig) => Promise<Peer>,
): Promise<OwnNode> {
  let config = await load();
  let peer = await start(config);
  let lifetime = new AbortController();
  let starting: Promise<void> = Promise.resolve();

  async function startAgain(): Promise<void> {
    lifetime.abort();
    await peer[Symbol.asyncDispose]();
    const before = config;
    try {
      config = await load();
      peer = await start(config);
    } catch (error) {
      // a port in use, an interface that is gone: with the settings of before it ran
      peer = await start(before);
      throw error;
    } finally {
      lifetime = new AbortController();
    }
  }

  return {
    own: true,
    operations: delegateTo(() => peer.operations),
    get lifetime() {
      return lifetime.signal;
    },
    restart() {
      const again = starting.then(startAgain);
      starting = again.catch(() => undefined);
      return again;
    },
    again: () => starting,
    async end() {
      await starting;
      lifetime.abort();
      try {
        await peer.goodbye();
      } finally {
        await peer[Symbol.asyncDispose]();
      }
    },
  };
}

/** The node of another process. @param connect finds it; `undefined` while there is none */
export function attachedNode(
  first: Operations,
  connect: () => Promise<Operations | undefined>,
  lookAgainMs = LOOK_AGAIN_MS,
): NodeLink {
  let operations = first;
  return {
    own: false,
    operations: delegateTo(() => operations),
    lifetime: new AbortController().signal,
    async again(signal) {
      for (const giveUpAt = performance.now() + PATIENCE_MS; performance.now() < giveUpAt; ) {
        const found = await connect().catch(() => undefined);
        if (found !== undefined) operations = found;
        if (found !== undefined || signal.aborted) return;
        await pause(lookAgainMs, signal);
      }
      const what = 'the peer has ended: start it again with `pageswarm peer`, or `pageswarm peer --headless`';
      throw new CodedError('ERR_CONTROL_LOST', what);
    },
  };
}

/** Operations that are always those of the present node, so that whoever holds them notices no change. */
function delegateTo(present: () => Operations): Operations {
  return new Proxy({} as Operations, {
    get: (_, name) => {
      const operations = present();
      const operation: unknown = Reflect.get(operations, name);
      return typeof operation === 'function' ? operation.bind(operations) : operation;
    },
  });
}
