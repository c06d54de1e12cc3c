import { CodedError } from '../common/errors.ts';

/** What a tracker is started with. */
export interface TrackerOptions {
  /** folder of its catalog; made when it does not exist */
  readonly data: string;
  /** address to listen on; all, on both families, when absent */
  readonly host?: string;
  /** network interface to listen on, by name */
  readonly interface?: string;
  /** 0: any free one; absent: 8168 or the next free one */
  readonly port?: number;
  readonly heartbeatMs?: number;
  readonly fullMs?: number;
  readonly sweepMs?: number;
  /** what standard clients are told, ms */
  readonly announceMs?: number;
}

/** A running tracker. Disposing of it closes its sockets and its store. */
export interface Tracker extends AsyncDisposable {
  /** what others on the network type: `http://192.0.2.7:8168` */
  readonly url: string;
  /** every address it is reached at, `url` first */
  readonly urls: readonly string[];
  readonly port: number;
}

/**
 * Opens the catalog in `options.data` and listens.
 *
 * @throws {CodedError} ERR_TRACKER_PORT_IN_USE, ERR_TRACKER_DATA_IN_USE, ERR_TRACKER_NO_INTERFACE
 */
export async function createTracker(options: TrackerOptions): Promise<Tracker> {
  throw new CodedError('ERR_TRACKER_NOT_COMPOSED', `no tracker for ${options.data} yet`);
}
