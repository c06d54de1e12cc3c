import { CodedError } from '../../common/errors.ts';
import type { DocumentReading, ReadDocumentOptions } from './read-document-result.ts';

/** Replaced by the reader when it lands. */
export async function readDocument(path: string, _options: ReadDocumentOptions): Promise<DocumentReading> {
  throw new CodedError('ERR_PUBLISH_NOT_COMPOSED', path);
}
