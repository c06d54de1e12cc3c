import type { Line, Rgb, Span } from './line.ts';

/** Pixels, as the operation `preview` gives them. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** red, green, blue of each pixel, rows from the top, in base64 */
  readonly rgb: string;
}

const UPPER_HALF = '▀';
/** from paper to ink */
const SHADES = [' ', '░', '▒', '▓', '█'];
const ASCII_SHADES = [' ', '.', ':', '+', '#'];
const WHITE: Rgb = [255, 255, 255];

/** `picture` in half blocks: a cell is as wide as one pixel and as high as two. */
export function pictureLines(picture: Picture): Line[] {
  const pixel = pixelsOf(picture);
  return rowsOf(picture, (column, row): Span => {
    const [ink, paper] = [pixel(column, 2 * row), pixel(column, 2 * row + 1)];
    return { text: UPPER_HALF, style: 'plain', ink, paper };
  });
}

/**
 * `picture` in signs that are the fuller, the darker two pixels are: for terminals without colours. The darkest is full and
 * the lightest empty: letters that are smaller than a cell are light grey, and would not be seen.
 */
export function shadedLines(picture: Picture, glyphs: { readonly ascii: boolean }): Line[] {
  const shades = glyphs.ascii ? ASCII_SHADES : SHADES;
  const pixel = pixelsOf(picture);
  const darkness = (column: number, row: number): number =>
    1 - (brightness(pixel(column, 2 * row)) + brightness(pixel(column, 2 * row + 1))) / 2;
  const { least, most } = contrastOf(picture, darkness);
  return rowsOf(picture, (column, row): Span => {
    const dark = (darkness(column, row) - least) / (most - least);
    const shade = Math.min(shades.length - 1, Math.floor(dark * shades.length));
    return { text: shades[shade] ?? ' ', style: 'plain' };
  });
}

/** What differs less all over is one colour, and is shown as what it is. */
const LEAST_CONTRAST = 0.05;

function contrastOf({ width, height }: Picture, darkness: (column: number, row: number) => number) {
  let [least, most] = [1, 0];
  for (let row = 0; row < Math.ceil(height / 2); row++) {
    for (let column = 0; column < width; column++) {
      const dark = darkness(column, row);
      least = Math.min(least, dark);
      most = Math.max(most, dark);
    }
  }
  return most - least < LEAST_CONTRAST ? { least: 0, most: 1 } : { least, most };
}

/** The cells of each row of `picture`, neighbours that look alike in one span. */
function rowsOf({ width, height }: Picture, cell: (column: number, row: number) => Span): Line[] {
  return Array.from({ length: Math.ceil(height / 2) }, (_, row) => {
    const spans: Span[] = [];
    for (let column = 0; column < width; column++) {
      const next = cell(column, row);
      const last = spans.at(-1);
      if (last !== undefined && sameColour(last.ink, next.ink) && sameColour(last.paper, next.paper)) {
        spans[spans.length - 1] = { ...last, text: last.text + next.text };
      } else spans.push(next);
    }
    return spans;
  });
}

/** Pixels by their place; what lies below the last row is paper. */
function pixelsOf({ width, height, rgb }: Picture): (column: number, row: number) => Rgb {
  const bytes = Buffer.from(rgb, 'base64');
  return (column, row) => {
    if (row >= height) return WHITE;
    const at = 3 * (row * width + column);
    return [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0];
  };
}

/** 0 for black, 1 for white. @see ITU-R BT.601, 2.5.1 */
function brightness([red, green, blue]: Rgb): number {
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}

function sameColour(one: Rgb | undefined, other: Rgb | undefined): boolean {
  return one?.[0] === other?.[0] && one?.[1] === other?.[1] && one?.[2] === other?.[2];
}
