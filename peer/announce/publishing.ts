import { CodedError, codeOf, messageOf } from '../../common/errors.ts';
import { askAll, noAnswer, type Unanswered } from '../../common/runtime/ask-all.ts';
import type { TrackerClient } from '../../common/runtime/tracker-client.ts';
import type { PublishAnswer } from '../../common/tracker-api/answers.ts';
import type { Publication, PublicationUpload, Withdrawal } from '../../common/tracker-api/publication.ts';
import { verifyPublication } from '../../common/tracker-api/signature.ts';

/** A tracker that did not take a statement, and why. */
interface StatementFailure {
  readonly tracker: string;
  readonly code: string;
  readonly message: string;
}

/** What publishing came to: one acknowledgement is enough. */
export interface PublishReceipt {
  /** `known`: somebody had published these bytes, and `publication` is theirs */
  readonly status: 'new' | 'known';
  /** the publication that fixes the document's info dictionary, verified */
  readonly publication: Publication;
  /** trackers that acknowledged */
  readonly acknowledgedBy: readonly string[];
  readonly failures: readonly StatementFailure[];
}

/** ms for the other trackers once one has acknowledged: a statement is worth waiting for */
const GRACE_MS = 3_000;

/** Sends `upload` to all trackers. @throws {CodedError} ERR_TRACKER_UNREACHABLE; or why all refused it */
export async function publishTo(
  clients: readonly TrackerClient[],
  upload: PublicationUpload,
  signal: AbortSignal,
): Promise<PublishReceipt> {
  const { answers, failures } = await askAll(
    clients,
    async (client, ending) => credible(await client.publish(upload, ending), upload),
    { signal, graceMs: GRACE_MS },
  );
  // trackers that had not met may differ; who had it before is believed, the first in the list before others
  const first = answers.find(({ value }) => value.status === 'known') ?? answers[0];
  if (first === undefined) throw noAnswer(failures);
  return {
    ...first.value,
    acknowledgedBy: answers.map(({ client }) => client.url),
    failures: failures.map(failureOf),
  };
}

/**
 * Sends `withdrawal` to all trackers.
 *
 * @returns URLs of those that took it
 * @throws {CodedError} ERR_TRACKER_UNREACHABLE; or why all refused it
 */
export async function withdrawFrom(
  clients: readonly TrackerClient[],
  withdrawal: Withdrawal,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const ask = (client: TrackerClient, ending: AbortSignal) => client.withdraw(withdrawal, ending);
  const { answers, failures } = await askAll(clients, ask, { signal, graceMs: GRACE_MS });
  if (answers.length === 0) throw noAnswer(failures);
  return answers.map(({ client }) => client.url);
}

function credible(answer: PublishAnswer, { publication }: PublicationUpload): PublishAnswer {
  if (answer.publication.sha256 === publication.sha256 && verifyPublication(answer.publication))
    return answer;
  throw new CodedError('ERR_TRACKER_GARBAGE', 'the tracker answered with a publication that nobody signed');
}

function failureOf({ client, error }: Unanswered): StatementFailure {
  return { tracker: client.url, code: codeOf(error) ?? 'ERR_TRACKER_UNREACHABLE', message: messageOf(error) };
}
