import { CodedError } from '../../common/errors.ts';
import { coalesce, type IndexRange } from '../../common/range.ts';

const ITEM = /^(\d{1,9})(?:(-)(\d{1,9})?)?$/;

/**
 * The pages that `text` lists: `3,10-12,20-` (20 to the last). Numbers count from 1 and include both ends; the ranges
 * count from 0, are half-open, ascending and apart, in whatever order and how often pages are listed.
 *
 * @throws {CodedError} ERR_CLI_USAGE for a list that is none, or pages that the document lacks
 */
export function parsePageList(text: string, pageCount: number): IndexRange[] {
  const ranges = text.split(',').map((item) => {
    const match = ITEM.exec(item.trim());
    if (match === null) throw usage(`'${item}' is no page: write pages like 3,10-12`);

    const firstPage = Number(match[1]);
    const lastPage =
      match[3] !== undefined ? Number(match[3]) : match[2] !== undefined ? pageCount : firstPage;
    if (firstPage < 1 || lastPage > pageCount || firstPage > pageCount) {
      throw usage(`'${item}' is outside of pages 1-${pageCount}`);
    }
    if (firstPage > lastPage) throw usage(`'${item}' runs backwards: write ${lastPage}-${firstPage}`);
    return { begin: firstPage - 1, end: lastPage };
  });
  return coalesce(ranges).map(({ begin, end }) => ({ first: begin, end }));
}

function usage(what: string): CodedError {
  return new CodedError('ERR_CLI_USAGE', what);
}
