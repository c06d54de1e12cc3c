import type { DocumentPage, Problem, PublishAnswer, SearchAnswer, WithdrawAnswer } from './answers.ts';
import { decodeAddresses, decodePercent } from './decode-heartbeat.ts';
import { decodeName, decodePublication, decodeWords } from './decode-publication.ts';
import { JsonFields } from './json-fields.ts';
import { LIMITS } from './limits.ts';
import type { DocumentDetails, DocumentSummary, Holder } from './publication.ts';

/** A document in a list. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodeSummary(value: unknown, where = 'document'): DocumentSummary {
  const fields = new JsonFields(value, where);
  return {
    sha256: fields.hex('sha256', 64),
    infoHash: fields.hex('infoHash', 40),
    md5: fields.hex('md5', 32),
    name: decodeName(fields, 'name'),
    aliases: fields.list('aliases', LIMITS.aliases, (alias, at) =>
      decodeName(new JsonFields({ alias }, at), 'alias'),
    ),
    title: fields.text('title', LIMITS.textBytes),
    author: fields.text('author', LIMITS.textBytes),
    subject: fields.text('subject', LIMITS.textBytes),
    keywords: fields.text('keywords', LIMITS.textBytes),
    pages: fields.integer('pages', LIMITS.pages),
    size: fields.integer('size', Number.MAX_SAFE_INTEGER, 1),
    holders: fields.integer('holders', Number.MAX_SAFE_INTEGER),
    publishedAt: fields.integer('publishedAt', Number.MAX_SAFE_INTEGER),
  };
}

/** All that a tracker says of a document. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodeDetails(value: unknown): DocumentDetails {
  const fields = new JsonFields(value, 'document');
  const wordsPerPage = fields.has('wordsPerPage') ? decodeWords(fields) : undefined;
  return {
    ...decodeSummary(value),
    publication: decodePublication(fields.value('publication'), fields.path('publication')),
    ...(wordsPerPage && { wordsPerPage }),
    holderList: fields.list('holderList', LIMITS.holdersInAnswer, decodeHolder),
  };
}

/** One holder. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
function decodeHolder(value: unknown, where: string): Holder {
  const fields = new JsonFields(value, where);
  return {
    ...(fields.has('hostId') && { hostId: fields.hex('hostId', 40) }),
    client: fields.oneOf('client', ['pageswarm', 'standard']),
    addresses: decodeAddresses(fields, LIMITS.addressesPerHost + 1),
    complete: fields.flag('complete'),
    heldPercent: decodePercent(fields),
    ...(fields.has('heldPages') && { heldPages: fields.integer('heldPages', LIMITS.pages) }),
    ageMs: fields.integer('ageMs', Number.MAX_SAFE_INTEGER),
  };
}

/** A list of holders. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodeHolders(value: unknown): Holder[] {
  return new JsonFields(value, 'answer').list('holders', LIMITS.holdersInAnswer, decodeHolder);
}

/** A page of the list. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodeDocumentPage(value: unknown): DocumentPage {
  const fields = new JsonFields(value, 'page');
  return {
    documents: fields.list('documents', LIMITS.pageLength, decodeSummary),
    ...(fields.has('next') && { next: fields.text('next', 100) }),
  };
}

/** What a search found. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodeSearchAnswer(value: unknown): SearchAnswer {
  const fields = new JsonFields(value, 'answer');
  return {
    results: fields.list('results', LIMITS.pageLength, decodeSummary),
    total: fields.integer('total', Number.MAX_SAFE_INTEGER),
  };
}

/** The answer to an upload. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodePublishAnswer(value: unknown): PublishAnswer {
  const fields = new JsonFields(value, 'answer');
  return {
    status: fields.oneOf('status', ['new', 'known']),
    publication: decodePublication(fields.value('publication'), fields.path('publication')),
  };
}

/** The answer to a withdrawal. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodeWithdrawAnswer(value: unknown): WithdrawAnswer {
  const fields = new JsonFields(value, 'answer');
  return { status: fields.oneOf('status', ['gone', 'kept']), sha256: fields.hex('sha256', 64) };
}

/** An error that a tracker answered. @throws {CodedError} ERR_TRACKER_API_MALFORMED */
export function decodeProblem(value: unknown): Problem {
  const fields = new JsonFields(value, 'problem');
  const code = fields.text('code', 80);
  if (!/^ERR_[A-Z0-9_]+$/.test(code)) throw fields.wrong('code', 'is no error code');
  return {
    type: 'about:blank',
    title: fields.text('title', 200),
    status: fields.integer('status', 599, 400),
    detail: fields.text('detail', 2_000),
    code,
    ...(fields.has('candidates') && { candidates: fields.list('candidates', 100, decodeCandidate) }),
  };
}

function decodeCandidate(value: unknown, where: string) {
  const fields = new JsonFields(value, where);
  return { sha256: fields.hex<DocumentSummary['sha256']>('sha256', 64), name: decodeName(fields, 'name') };
}
