import fontkit, { type Font, type Path } from '@pdf-lib/fontkit';
import { type Picture, WHITE } from './picture.ts';

/** Straight pieces that stand for one curve of an outline: enough for letters a few pixels high. */
const PIECES_OF_A_CURVE = 5;
/** Sample rows and columns within a pixel. */
const SAMPLES = 3;

interface Edge {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
}

/** A letter as ink: how much of each pixel it covers, 0 to 1. `left` and `top` are relative to the pen. */
interface Stamp {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  readonly advance: number;
  readonly ink: Float64Array;
}

/** Letters of one size, drawn from a font's outlines onto pictures: what a page looks like before it is scanned. */
export class LetterPress {
  readonly #font: Font;
  readonly #scale: number;
  readonly #stamps = new Map<string, Stamp>();

  /** @param size pixels of an em */
  constructor(fontBytes: Uint8Array, size: number) {
    this.#font = fontkit.create(fontBytes);
    this.#scale = size / this.#font.unitsPerEm;
  }

  /** Prints `text` with the pen at (`x`, `y`), pixels from the upper left corner; `y` is the baseline. */
  print(picture: Picture, text: string, x: number, y: number): void {
    let pen = x;
    for (const letter of text) {
      const stamp = this.#stampOf(letter);
      press(picture, stamp, Math.round(pen), y);
      pen += stamp.advance;
    }
  }

  /** Width of `text`, pixels. */
  widthOf(text: string): number {
    return [...text].reduce((sum, letter) => sum + this.#stampOf(letter).advance, 0);
  }

  #stampOf(letter: string): Stamp {
    const known = this.#stamps.get(letter);
    if (known !== undefined) return known;
    const [glyph] = this.#font.glyphsForString(letter);
    if (glyph === undefined) throw new Error(`no glyph for '${letter}'`);
    const stamp = rasterised(edgesOf(glyph.path, this.#scale), glyph.advanceWidth * this.#scale);
    this.#stamps.set(letter, stamp);
    return stamp;
  }
}

function press(picture: Picture, stamp: Stamp, x: number, y: number): void {
  for (let row = 0; row < stamp.height; row++) {
    for (let column = 0; column < stamp.width; column++) {
      const [px, py] = [x + stamp.left + column, y + stamp.top + row];
      if (px < 0 || py < 0 || px >= picture.width || py >= picture.height) continue;
      const ink = stamp.ink[row * stamp.width + column] ?? 0;
      const at = py * picture.width + px;
      picture.pixels[at] = Math.min(picture.pixels[at] ?? WHITE, Math.round(WHITE * (1 - ink)));
    }
  }
}

/** The outline as straight edges in pixels, y downwards. TrueType has lines and quadratic curves. */
function edgesOf(path: Path, scale: number): Edge[] {
  const edges: Edge[] = [];
  let [x, y, startX, startY] = [0, 0, 0, 0];
  const drawTo = (toX: number, toY: number): void => {
    edges.push({ x0: x * scale, y0: -y * scale, x1: toX * scale, y1: -toY * scale });
    [x, y] = [toX, toY];
  };
  path.toFunction()({
    moveTo: (toX: number, toY: number) => {
      [x, y, startX, startY] = [toX, toY, toX, toY];
    },
    lineTo: drawTo,
    quadraticCurveTo: (controlX: number, controlY: number, toX: number, toY: number) => {
      const [fromX, fromY] = [x, y];
      for (let piece = 1; piece <= PIECES_OF_A_CURVE; piece++) {
        const t = piece / PIECES_OF_A_CURVE;
        drawTo(quadratic(fromX, controlX, toX, t), quadratic(fromY, controlY, toY, t));
      }
    },
    closePath: () => drawTo(startX, startY),
  });
  return edges;
}

function quadratic(from: number, control: number, to: number, t: number): number {
  return (1 - t) * (1 - t) * from + 2 * (1 - t) * t * control + t * t * to;
}

/** Counts, for each sample point, how the outline winds around it: not zero is inside. */
function rasterised(edges: readonly Edge[], advance: number): Stamp {
  const xs = edges.flatMap((edge) => [edge.x0, edge.x1]);
  const ys = edges.flatMap((edge) => [edge.y0, edge.y1]);
  const [left, top] = [Math.floor(Math.min(0, ...xs)), Math.floor(Math.min(0, ...ys))];
  const [width, height] = [Math.ceil(Math.max(0, ...xs)) - left, Math.ceil(Math.max(0, ...ys)) - top];
  const ink = new Float64Array(width * height);
  for (let row = 0; row < height * SAMPLES; row++) {
    const y = top + (row + 0.5) / SAMPLES;
    const crossings = edges.filter((edge) => edge.y0 <= y !== edge.y1 <= y);
    for (let column = 0; column < width * SAMPLES; column++) {
      if (winding(crossings, left + (column + 0.5) / SAMPLES, y) === 0) continue;
      const at = Math.floor(row / SAMPLES) * width + Math.floor(column / SAMPLES);
      ink[at] = (ink[at] ?? 0) + 1 / (SAMPLES * SAMPLES);
    }
  }
  return { width, height, left, top, advance, ink };
}

function winding(crossings: readonly Edge[], x: number, y: number): number {
  let turns = 0;
  for (const { x0, y0, x1, y1 } of crossings) {
    if (x0 + ((y - y0) / (y1 - y0)) * (x1 - x0) > x) turns += y1 > y0 ? 1 : -1;
  }
  return turns;
}
