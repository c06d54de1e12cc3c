import { CodedError } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import type { Log } from '../../common/runtime/log.ts';
import type { Heartbeat, HeartbeatAnswer } from '../../common/tracker-api/heartbeat.ts';
import { hostIdOf } from '../../common/tracker-api/host-id.ts';
import type { ChangeLog, SoftChange } from '../changes/changes.ts';
import type { Source, Swarms } from '../swarms/swarms.ts';

/** What hosts are told to keep to. */
interface Pace {
  readonly heartbeatMs: number;
  readonly fullMs: number;
}

/** What presence stands on. */
export interface PresenceParts {
  readonly swarms: Swarms;
  readonly changes: ChangeLog;
  readonly pace: Pace;
  readonly log: Log;
  isPublished(infoHash: InfoHash): boolean;
  /** ms since 1970 */
  now(): number;
}

/** Hosts come, say what they hold, and go; all of it is news for the change log. */
export class Presence {
  readonly #parts: PresenceParts;

  constructor(parts: PresenceParts) {
    this.#parts = parts;
  }

  /**
   * Takes the heartbeat of the host `id`, which knows `secret`.
   *
   * @throws {CodedError} ERR_TRACKER_NOT_THIS_HOST, ERR_TRACKER_TOO_MANY_HOSTS, ERR_TRACKER_TOO_MANY_HOLDINGS
   */
  heartbeat(id: string, secret: string, heartbeat: Heartbeat, source: Source): HeartbeatAnswer {
    refuseImpostor(id, secret);
    const { swarms, pace, isPublished, now } = this.#parts;
    const outcome = swarms.heartbeat(id, heartbeat, source, isPublished, now());
    this.#record(outcome.changes);
    return {
      intervalMs: pace.heartbeatMs,
      fullIntervalMs: pace.fullMs,
      wantFull: outcome.wantFull,
      unknown: outcome.unknown,
    };
  }

  /** The host leaves. @throws {CodedError} ERR_TRACKER_NOT_THIS_HOST */
  goodbye(id: string, secret: string): void {
    refuseImpostor(id, secret);
    this.#record(this.#parts.swarms.goodbye(id, this.#parts.now()));
  }

  /** Forgets who fell silent. */
  sweep(): void {
    this.#record(this.#parts.swarms.sweep(this.#parts.now()));
  }

  #record(changes: readonly SoftChange[]): void {
    this.#parts.changes.record(changes);
    for (const { type, at: _, ...fields } of changes) {
      if (type === 'host-up' || type === 'host-down') this.#parts.log.info(type, fields);
      else this.#parts.log.debug(type, fields);
    }
  }
}

function refuseImpostor(id: string, secret: string): void {
  if (hostIdOf(secret) === id) return;
  throw new CodedError(
    'ERR_TRACKER_NOT_THIS_HOST',
    'the secret is not that of this host; the id is the first 40 digits of the SHA-256 of the secret',
  );
}
