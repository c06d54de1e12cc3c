import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TrackerClient } from '../../common/runtime/tracker-client.ts';
import { createTracker, type Tracker, type TrackerOptions } from '../../tracker/tracker.ts';

/** A tracker in this process that has a folder of its own. */
export interface OwnTracker extends AsyncDisposable {
  readonly folder: string;
  /** the one that runs now */
  readonly tracker: Tracker;
  /** of `tracker` */
  readonly client: TrackerClient;
  /** ends it, and starts another one on its folder */
  restart(options?: Partial<TrackerOptions>): Promise<void>;
}

/** Starts a tracker in a new folder, which is deleted with it. */
export async function createOwnTracker(): Promise<OwnTracker> {
  const folder = await mkdtemp(join(tmpdir(), 'pageswarm-tracker-'));
  const start = (options: Partial<TrackerOptions> = {}) =>
    createTracker({ data: folder, host: '127.0.0.1', port: 0, ...options });
  let tracker = await start();
  let client = new TrackerClient(tracker.url, 5_000);
  return {
    folder,
    get tracker() {
      return tracker;
    },
    get client() {
      return client;
    },
    async restart(options) {
      await tracker[Symbol.asyncDispose]();
      tracker = await start(options);
      client = new TrackerClient(tracker.url, 5_000);
    },
    async [Symbol.asyncDispose]() {
      await tracker[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
