import type { Rgb } from './line.ts';

/** Red, green and blue of the colours 16 to 231, a cube of six steps. @see xterm, `256colres.pl` */
const STEPS = [0, 95, 135, 175, 215, 255];
/** Colours 232 to 255: greys of 8, 18, ... 238. */
const GREYS = 24;

/** The number of the colour that is nearest to `colour` among the 256 of a terminal; the first 16 are the theme's own. */
export function nearestXtermColour(colour: Rgb): number {
  const steps = colour.map(nearestStep);
  const [red = 0, green = 0, blue = 0] = steps;
  const inCube: Rgb = [STEPS[red] ?? 0, STEPS[green] ?? 0, STEPS[blue] ?? 0];
  const mean = (colour[0] + colour[1] + colour[2]) / 3;
  const grey = Math.min(GREYS - 1, Math.max(0, Math.round((mean - 8) / 10)));
  const level = 8 + 10 * grey;
  const isGrey = distance(colour, [level, level, level]) < distance(colour, inCube);
  return isGrey ? 232 + grey : 16 + 36 * red + 6 * green + blue;
}

function nearestStep(value: number): number {
  let nearest = 0;
  for (const [at, step] of STEPS.entries()) {
    if (Math.abs(step - value) < Math.abs((STEPS[nearest] ?? 0) - value)) nearest = at;
  }
  return nearest;
}

function distance(one: Rgb, other: Rgb): number {
  return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 + (one[2] - other[2]) ** 2;
}
