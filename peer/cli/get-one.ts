import { CodedError } from '../../common/errors.ts';
import type { GetEvent, GetRequest, GetResult, Operations } from '../operations/operations.ts';
import type { VerbContext } from './perform.ts';

/** What came of one document: it is here, or why it is not. A wrong MD5 is both. */
export interface Outcome {
  readonly document: string;
  readonly result?: GetResult;
  readonly error?: unknown;
}

/** Fetches one document, showing how it goes. It never throws: a failure is an outcome. */
export async function getOne(
  operations: Operations,
  request: GetRequest,
  { signal }: Pick<VerbContext, 'signal'>,
  show: (event: GetEvent) => void,
): Promise<Outcome> {
  const { document } = request;
  try {
    signal.throwIfAborted();
    for await (const event of operations.get(request, { signal })) {
      show(event);
      if (event.type !== 'done') continue;
      const { result } = event;
      return result.md5Ok ? { document, result } : { document, result, error: wrongMd5(result) };
    }
    throw new CodedError('ERR_PEER_FAILED', 'a download ended without a result');
  } catch (error) {
    return { document, error };
  }
}

function wrongMd5({ md5, path }: GetResult): CodedError {
  const what = `the MD5 of '${path}' is ${md5}, which is not the published one, though every leaf verified: ask the publisher`;
  return new CodedError('ERR_VERIFY_MISMATCH', what);
}
