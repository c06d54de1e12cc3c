import { CodedError } from '../../common/errors.ts';
import { parseInfoHash } from '../../common/ids.ts';
import type { GetRequest, GetResult } from '../operations/operations.ts';
import type { Entry, Phase, Subject } from './entry.ts';
import { RecordFields } from './record-fields.ts';

/** The form of the record; another one is set aside. */
const VERSION = 1;

/** What a record file says of `entry`. What a running one is at is not told: it goes on from its verified bytes. */
export function formatTransfer(entry: Entry): string {
  const { phase, ...rest } = entry;
  const kept = phase.state === 'running' ? { state: phase.state, turn: phase.turn } : phase;
  return `${JSON.stringify({ version: VERSION, ...rest, phase: kept }, null, 2)}\n`;
}

/**
 * The transfer that the text of a record file describes. One that was waiting or running when its node ended waits,
 * asleep.
 *
 * @throws {CodedError} ERR_TRANSFER_RECORD_DAMAGED, ERR_ID_NOT_A_DIGEST
 * @throws {SyntaxError} for what is not JSON
 */
export function parseTransfer(text: string): Entry {
  const record = new RecordFields(JSON.parse(text));
  if (record.number('version') !== VERSION) throw damaged('it is of another version');
  const id = record.text('id');
  if (!/^[0-9a-f]{8}$/.test(id)) throw damaged("its 'id' is none");
  return {
    id,
    subject: parseSubject(record.object('subject')),
    request: parseRequest(record.object('request')),
    verifiedBytes: record.number('verifiedBytes'),
    pagesHeld: record.number('pagesHeld'),
    addedAt: record.number('addedAt'),
    ...(record.has('startedAt') && { startedAt: record.number('startedAt') }),
    phase: parsePhase(record.object('phase')),
  };
}

function parseSubject(fields: RecordFields): Subject {
  return {
    infoHash: parseInfoHash(fields.text('infoHash')),
    sha256: fields.text('sha256'),
    name: fields.text('name'),
    size: fields.number('size'),
    pages: fields.number('pages'),
    target: fields.text('target'),
  };
}

function parseRequest(fields: RecordFields): GetRequest {
  return {
    document: fields.text('document'),
    serve: fields.flag('serve'),
    ...(fields.has('believeDigests') && fields.flag('believeDigests') && { believeDigests: true }),
    ...(fields.has('out') && { out: fields.text('out') }),
    ...(fields.has('readingCopy') && { readingCopy: fields.text('readingCopy') }),
  };
}

function parsePhase(fields: RecordFields): Phase {
  const state = fields.text('state');
  switch (state) {
    case 'waiting':
    case 'running':
      return { state: 'waiting', turn: fields.number('turn'), asleep: true };
    case 'paused':
      return { state };
    case 'done':
      return { state, endedAt: fields.number('endedAt'), result: parseResult(fields.object('result')) };
    case 'failed': {
      const failure = fields.object('failure');
      const told = { code: failure.text('code'), message: failure.text('message') };
      return { state, endedAt: fields.number('endedAt'), failure: told };
    }
    case 'cancelled':
      return { state, endedAt: fields.number('endedAt') };
    default:
      throw damaged(`it has no state '${state}'`);
  }
}

function parseResult(fields: RecordFields): GetResult {
  return {
    sha256: fields.text('sha256'),
    infoHash: fields.text('infoHash'),
    name: fields.text('name'),
    size: fields.number('size'),
    pages: fields.number('pages'),
    md5: fields.text('md5'),
    md5Ok: fields.flag('md5Ok'),
    ...(fields.has('md5Believed') && fields.flag('md5Believed') && { md5Believed: true }),
    path: fields.text('path'),
    seconds: fields.number('seconds'),
    ...(fields.has('digestSeconds') && { digestSeconds: fields.number('digestSeconds') }),
    fetchedBytes: fields.number('fetchedBytes'),
    holders: fields.objects('holders').map((holder) => ({
      address: holder.text('address'),
      latencyMs: holder.number('latencyMs'),
      rank: holder.number('rank'),
      plannedPercent: holder.number('plannedPercent'),
      runs: holder.objects('runs').map((run) => ({
        firstPage: run.number('firstPage'),
        lastPage: run.number('lastPage'),
      })),
      bytes: holder.number('bytes'),
      banned: holder.flag('banned'),
      reason: holder.text('reason'),
    })),
    announced: fields.flag('announced'),
  };
}

function damaged(what: string): CodedError {
  return new CodedError('ERR_TRANSFER_RECORD_DAMAGED', `the record of a transfer is damaged: ${what}`);
}
