import { CodedError, codeOf } from '../../common/errors.ts';
import { type AskedAll, askAll, noAnswer } from '../../common/runtime/ask-all.ts';
import { type TrackerClient, TrackerRefusal } from '../../common/runtime/tracker-client.ts';
import type { DocumentDetails } from '../../common/tracker-api/publication.ts';
import { mergeDetails } from './merge-answers.ts';
import { trustedDetails } from './trusted.ts';

/** A document that a tracker thinks could be meant. */
interface Candidate {
  readonly sha256: string;
  readonly name: string;
}

interface Asking {
  readonly signal: AbortSignal;
  readonly graceMs: number;
}

/**
 * The one document that `text` means at any of `clients`.
 *
 * @param text SHA-256, info hash, prefix of either with six digits or more, or exact name
 * @throws {CodedError} ERR_SEARCH_NOT_FOUND, ERR_SEARCH_AMBIGUOUS, ERR_TRACKER_UNREACHABLE
 */
export async function findDocument(
  clients: readonly TrackerClient[],
  text: string,
  asking: Asking,
): Promise<DocumentDetails> {
  const asked = await askAll(clients, (client, signal) => candidatesAt(client, text, signal), {
    ...asking,
    suffices: (found) => found.length > 0,
  });
  if (asked.answers.length === 0) throw noAnswer(asked.failures);
  const candidates = new Map(asked.answers.flatMap(({ value }) => value).map((one) => [one.sha256, one]));
  if (candidates.size > 1) throw ambiguous(text, [...candidates.values()]);
  const [candidate] = candidates.values();
  if (candidate === undefined) throw notFound(text);
  return detailsOf(clients, candidate.sha256, text, asking);
}

async function detailsOf(
  clients: readonly TrackerClient[],
  sha256: string,
  text: string,
  asking: Asking,
): Promise<DocumentDetails> {
  const asked: AskedAll<DocumentDetails | undefined> = await askAll(
    clients,
    (client, signal) => absentIfNotFound(async () => trustedDetails(await client.details(sha256, signal))),
    { ...asking, suffices: (details) => details !== undefined },
  );
  const merged = mergeDetails(asked.answers.flatMap(({ value }) => value ?? []));
  if (merged !== undefined) return merged;
  throw asked.answers.length > 0 ? notFound(text) : noAnswer(asked.failures);
}

/** What `text` can mean at one tracker: as an id where it looks like one, else, or if there is none, as a name. */
async function candidatesAt(client: TrackerClient, text: string, signal: AbortSignal): Promise<Candidate[]> {
  if (/^[0-9a-fA-F]{6,64}$/.test(text)) {
    const byId = await candidatesById(client, text.toLowerCase(), signal);
    if (byId.length > 0) return byId;
  }
  if (text === '' || Buffer.byteLength(text) > 255) return [];
  const { documents } = await client.named(text, signal);
  return documents.map(({ sha256, name }) => ({ sha256, name }));
}

async function candidatesById(client: TrackerClient, id: string, signal: AbortSignal): Promise<Candidate[]> {
  try {
    const details = await absentIfNotFound(() => client.details(id, signal));
    return details === undefined ? [] : [{ sha256: details.sha256, name: details.name }];
  } catch (error) {
    if (error instanceof TrackerRefusal && error.code === 'ERR_TRACKER_AMBIGUOUS')
      return [...error.candidates];
    throw error;
  }
}

async function absentIfNotFound<Value>(ask: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (codeOf(error) === 'ERR_TRACKER_NOT_FOUND') return undefined;
    throw error;
  }
}

/** The error when no tracker knows what was asked for. */
export function notFound(text: string): CodedError {
  return new CodedError(
    'ERR_SEARCH_NOT_FOUND',
    `no tracker knows '${text.slice(0, 100)}'; search for words of its name, or give its SHA-256 or info hash`,
  );
}

function ambiguous(text: string, candidates: readonly Candidate[]): CodedError {
  const listed = candidates.slice(0, 10).map(({ sha256, name }) => `${sha256.slice(0, 12)} ${name}`);
  const more = candidates.length > listed.length ? `, and ${candidates.length - listed.length} more` : '';
  return new CodedError(
    'ERR_SEARCH_AMBIGUOUS',
    `'${text.slice(0, 100)}' means ${candidates.length} documents; give the digits of one: ${listed.join(', ')}${more}`,
  );
}
