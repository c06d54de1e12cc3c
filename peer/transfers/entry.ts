import { CodedError, codeOf, messageOf } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import type { GetRequest, GetResult, Transfer, TransferStep } from '../operations/operations.ts';

/** The document of a transfer, as it was when it was found. */
export interface Subject {
  readonly infoHash: InfoHash;
  /** empty where it is not known */
  readonly sha256: string;
  readonly name: string;
  /** bytes */
  readonly size: number;
  /** 0 without a page map */
  readonly pages: number;
  /** where the file will be; empty: in the library folder */
  readonly target: string;
}

/** What a running transfer becomes when it is interrupted. */
export type Ending = 'paused' | 'cancelled' | 'waiting';

/** That the node goes on with a transfer by itself; and how often in a row it found nobody to get it from. */
export interface Unasked {
  readonly inVain: number;
}

/** Where a transfer stands, with what exists only there. */
export type Phase =
  | {
      readonly state: 'waiting';
      /** the lowest is the next */
      readonly turn: number;
      /** left by an earlier node, and this one was not asked to go on with it */
      readonly asleep: boolean;
      readonly unasked?: Unasked;
      /** why it is not its turn before `until`, ms since 1970 */
      readonly nap?: { readonly failure: Failure; readonly until: number };
    }
  | {
      readonly state: 'running';
      readonly turn: number;
      readonly step: TransferStep;
      /** bytes a second */
      readonly rate: number;
      readonly holders: number;
      /** set as soon as it was told to end */
      readonly ending?: Ending;
      /** why nothing comes although others have it */
      readonly blocked?: Failure;
      readonly unasked?: Unasked;
    }
  | { readonly state: 'paused' }
  | { readonly state: 'done'; readonly endedAt: number; readonly result: GetResult }
  | { readonly state: 'failed'; readonly endedAt: number; readonly failure: Failure }
  | { readonly state: 'cancelled'; readonly endedAt: number };

/** Why a transfer failed. */
export type Failure = NonNullable<Transfer['failure']>;

/** A transfer. Never changed: each transition gives another. */
export interface Entry {
  readonly id: string;
  readonly subject: Subject;
  readonly request: GetRequest;
  /** bytes and pages that were here when it was last heard of */
  readonly verifiedBytes: number;
  readonly pagesHeld: number;
  /** ms since 1970 */
  readonly addedAt: number;
  /** of the last time */
  readonly startedAt?: number;
  readonly phase: Phase;
}

/** An entry whose phase is `State`. */
export type EntryIn<State extends Phase['state']> = Entry & {
  readonly phase: Extract<Phase, { readonly state: State }>;
};

/** Whether `entry` is in one of `states`. */
export function isIn<State extends Phase['state']>(
  entry: Entry,
  ...states: readonly State[]
): entry is EntryIn<State> {
  return (states as readonly string[]).includes(entry.phase.state);
}

/** Whether nothing comes of it any more by itself: done, failed or cancelled. */
export function isEnded(entry: Entry): entry is EntryIn<'done' | 'failed' | 'cancelled'> {
  return isIn(entry, 'done', 'failed', 'cancelled');
}

/** Whether it begins as soon as there is room. */
export function hasTurn(entry: Entry): entry is EntryIn<'waiting'> {
  return isIn(entry, 'waiting') && !entry.phase.asleep && entry.phase.nap === undefined;
}

/** paused, failed, cancelled, asleep, napping -> waiting: it has a turn */
export function queued(entry: Entry, turn: number): Entry {
  const goesOn = isIn(entry, 'waiting') && entry.phase.unasked !== undefined;
  return goesOn ? goingOn(entry, turn) : { ...entry, phase: { state: 'waiting', turn, asleep: false } };
}

/** asleep, napping -> waiting: the node goes on with it by itself */
export function goingOn(entry: Entry, turn: number): Entry {
  return { ...entry, phase: { state: 'waiting', turn, asleep: false, unasked: { inVain: 0 } } };
}

/** any but running and done -> running: its turn has come, or somebody waits for it */
export function begun(entry: Entry, turn: number, now: number): Entry {
  const unasked = 'unasked' in entry.phase ? entry.phase.unasked : undefined;
  const kept = unasked === undefined ? {} : { unasked };
  const phase: Phase = { state: 'running', turn, step: 'finding', rate: 0, holders: 0, ...kept };
  return { ...entry, startedAt: now, phase };
}

/** running -> running: it was told to end; who cancels is heard over who pauses, the first of others */
export function endingAs(entry: EntryIn<'running'>, ending: Ending): Entry {
  const before = entry.phase.ending;
  const strongest = before === undefined || ending === 'cancelled' ? ending : before;
  return { ...entry, phase: { ...entry.phase, ending: strongest } };
}

/** waiting, running -> paused */
export function paused(entry: Entry): Entry {
  return { ...entry, phase: { state: 'paused' } };
}

/** running -> waiting: the node ends, and goes on with it when it starts again */
export function asleep(entry: Entry, turn: number): Entry {
  return { ...entry, phase: { state: 'waiting', turn, asleep: true } };
}

/** running -> waiting: nobody was there to get it from; it has a turn again at `until`, ms since 1970 */
export function napping(entry: EntryIn<'running'>, inVain: number, error: unknown, until: number): Entry {
  const nap = { failure: failureOf(error), until };
  const { turn } = entry.phase;
  return { ...entry, phase: { state: 'waiting', turn, asleep: false, unasked: { inVain }, nap } };
}

/** napping -> napping: for the same reason, until later */
export function stillNapping(entry: EntryIn<'waiting'>, until: number): Entry {
  const { nap } = entry.phase;
  return nap === undefined ? entry : { ...entry, phase: { ...entry.phase, nap: { ...nap, until } } };
}

/** napping -> waiting: it is over */
export function awake(entry: EntryIn<'waiting'>): Entry {
  const { nap: _, ...phase } = entry.phase;
  return { ...entry, phase };
}

/** any but done -> done */
export function done(entry: Entry, result: GetResult, now: number): Entry {
  const { size, pages } = entry.subject;
  return {
    ...entry,
    verifiedBytes: size,
    pagesHeld: pages,
    phase: { state: 'done', endedAt: now, result },
  };
}

/** running -> failed */
export function failed(entry: Entry, error: unknown, now: number): Entry {
  return { ...entry, phase: { state: 'failed', endedAt: now, failure: failureOf(error) } };
}

function failureOf(error: unknown): Failure {
  return { code: codeOf(error) ?? 'ERR_PEER_FAILED', message: messageOf(error) };
}

/** running, waiting, paused, failed -> cancelled: nothing of it is here any more */
export function cancelled(entry: Entry, now: number): Entry {
  return { ...entry, verifiedBytes: 0, pagesHeld: 0, phase: { state: 'cancelled', endedAt: now } };
}

/** `entry` as people are told of it. */
export function transferOf(entry: Entry): Transfer {
  const { id, subject, request, verifiedBytes, pagesHeld, addedAt, startedAt, phase } = entry;
  const { infoHash, sha256, name, size, pages, target } = subject;
  return {
    id,
    document: request.document,
    infoHash,
    sha256,
    name,
    size,
    pages,
    state: phase.state,
    ...(phase.state === 'running' && { step: phase.step }),
    verifiedBytes,
    pagesHeld,
    rate: phase.state === 'running' ? phase.rate : 0,
    holders: phase.state === 'running' ? phase.holders : 0,
    addedAt,
    ...(startedAt !== undefined && { startedAt }),
    ...('endedAt' in phase && { endedAt: phase.endedAt }),
    path: phase.state === 'done' ? phase.result.path : target,
    ...(phase.state === 'failed' && { failure: phase.failure }),
    ...(phase.state === 'running' && phase.blocked && { failure: phase.blocked }),
    ...(phase.state === 'waiting' && phase.nap && { failure: phase.nap.failure, nextTryAt: phase.nap.until }),
    ...(phase.state === 'done' && { result: phase.result }),
  };
}

/** What cannot be done to a transfer as it stands. @param what `be paused` */
export function wrongState({ id, subject, phase }: Entry, what: string): CodedError {
  const message = `transfer ${id} ('${subject.name}') is ${phase.state} and cannot ${what}`;
  return new CodedError('ERR_TRANSFER_STATE', message);
}
