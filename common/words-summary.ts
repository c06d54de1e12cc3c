/** What there is to say about the words on the pages. */
interface WordsSummary {
  readonly total: number;
  /** of a page, rounded */
  readonly average: number;
  readonly most: number;
  /** number of the first page that has most */
  readonly mostPage: number;
}

/** The sum, the average and the fullest page of `words`. */
export function summariseWords(words: readonly number[]): WordsSummary {
  let [total, most, mostPage] = [0, 0, 1];
  for (const [page, count] of words.entries()) {
    total += count;
    if (count > most) [most, mostPage] = [count, page + 1];
  }
  return { total, average: Math.round(total / Math.max(1, words.length)), most, mostPage };
}
