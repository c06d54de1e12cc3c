import { CodedError } from '../../common/errors.ts';
import type { IndexRange } from '../../common/range.ts';
import type { Abortable } from '../operations.ts';

/** Pages of a document, and where they go. */
export interface PageSelection {
  /** the original, whole or partial */
  readonly source: string;
  /** its page map's blob */
  readonly map: Uint8Array;
  /** ascending page indexes */
  readonly pages: readonly IndexRange[];
  readonly out: string;
}

/** Replaced by the room of extraction when it lands. */
export async function writePages(
  selection: PageSelection,
  _options: Abortable,
): Promise<{ pages: number; bytes: number }> {
  throw new CodedError('ERR_MERGE_NOT_COMPOSED', selection.out);
}
