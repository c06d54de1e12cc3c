import type { Glyphs } from '../../../common/terminal/component.ts';
import type { Line, Size, Style } from '../../../common/terminal/line.ts';
import { joined } from './flow.ts';

/** How the chart is drawn. */
interface ChartLook {
  readonly glyphs: Glyphs;
  /** index of the chosen page; its bar stands out */
  readonly page?: number | undefined;
}

/**
 * Bars of the words on each page, `size.rows` lines high: a bar a page, or, where there is no room, for a group of pages its
 * average. A page with any word has at least the lowest bar.
 */
export function wordsChart(
  words: readonly number[],
  { columns, rows }: Size,
  { glyphs, page }: ChartLook,
): Line[] {
  if (words.length === 0 || columns <= 0) return [];
  const group = Math.ceil(words.length / columns);
  const bars = averages(words, group);
  const most = Math.max(1, ...bars);
  const steps = glyphs.bars.length * rows;
  const heights = bars.map((value) => (value === 0 ? 0 : Math.max(1, Math.round((value / most) * steps))));
  const chosen = page === undefined ? -1 : Math.floor(page / group);
  return Array.from({ length: rows }, (_, row) => {
    const below = (rows - 1 - row) * glyphs.bars.length;
    return joined(
      heights.map((height, at) => ({
        text: barCell(height - below, glyphs),
        style: (at === chosen ? 'cursor' : 'accent') satisfies Style,
      })),
    );
  });
}

function barCell(height: number, { bars }: Glyphs): string {
  if (height <= 0) return ' ';
  return bars[Math.min(height, bars.length) - 1] ?? ' ';
}

function averages(values: readonly number[], group: number): number[] {
  return Array.from({ length: Math.ceil(values.length / group) }, (_, at) => {
    const some = values.slice(at * group, (at + 1) * group);
    return some.reduce((sum, value) => sum + value, 0) / some.length;
  });
}

/** What there is to say about the words on the pages. */
export interface WordsSummary {
  readonly total: number;
  /** rounded */
  readonly average: number;
  readonly most: number;
  /** page number of the page that has most */
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
