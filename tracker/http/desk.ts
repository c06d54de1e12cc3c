import type { TrackerStatus } from '../../common/tracker-api/answers.ts';
import type { Frontdesk } from '../answer/answer.ts';
import type { ChangeLog } from '../changes/changes.ts';
import type { Presence } from '../presence/presence.ts';
import type { Registry } from '../registry/registry.ts';
import type { Traffic } from '../traffic/traffic.ts';

/** All that requests are answered from. */
export interface Desk {
  readonly registry: Registry;
  readonly presence: Presence;
  readonly changes: ChangeLog;
  readonly frontdesk: Frontdesk;
  readonly traffic: Traffic;
  /** the catalog is read: before that an answer would say of documents that they are not there */
  readonly loaded: Promise<void>;
  /** of this tracker, for the `.torrent` files it hands out; empty before it listens */
  announceUrls(): readonly string[];
  status(): Promise<TrackerStatus>;
  /** ms since 1970 */
  now(): number;
}
