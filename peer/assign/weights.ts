/**
 * The shares of `count` ranked holders, best first; they add up to 1.
 *
 * The published rule: split evenly, then from the last-ranked to the first each gives half of what it has to the next
 * better one. Two holders: 75 and 25 %; three: 58.33, 25 and 16.67 %; four: 46.88, 21.88, 18.75 and 12.5 %.
 */
export function publishedWeights(count: number): number[] {
  const shares = Array.from({ length: count }, () => 1 / count);
  for (let place = count - 1; place > 0; place--) {
    const given = (shares[place] ?? 0) / 2;
    shares[place] = given;
    shares[place - 1] = (shares[place - 1] ?? 0) + given;
  }
  return shares;
}
