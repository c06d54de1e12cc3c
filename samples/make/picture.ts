import type { PDFDocument, PDFRef } from 'pdf-lib';
import { between, type Random } from './random.ts';

/** A grayscale picture, one byte a pixel, row after row from the top; 0 is black, 15 white. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

export const WHITE = 15;

export function blankPicture(width: number, height: number): Picture {
  return { width, height, pixels: new Uint8Array(width * height).fill(WHITE) };
}

/** Paints a rectangle, clipped to the picture. */
export function paint(
  picture: Picture,
  left: number,
  top: number,
  width: number,
  height: number,
  gray: number,
): void {
  const right = Math.min(left + width, picture.width);
  for (let y = Math.max(top, 0); y < Math.min(top + height, picture.height); y++) {
    picture.pixels.fill(gray, y * picture.width + Math.max(left, 0), Math.max(y * picture.width + right, 0));
  }
}

/** Darkens pixels at random by up to `depth` of the 15 steps, as paper and a scanner's lamp do. */
export function addGrain(picture: Picture, random: Random, depth: number): void {
  for (let at = 0; at < picture.pixels.length; at++) {
    const gray = (picture.pixels[at] ?? 0) - Math.floor(random() * random() * (depth + 1));
    picture.pixels[at] = Math.max(gray, 0);
  }
}

/** A sketch of some machinery: boxes, shafts between them, hatching. */
export function sketch(random: Random, width: number, height: number): Picture {
  const picture = blankPicture(width, height);
  for (let count = between(random, 5, 9); count > 0; count--) {
    const [w, h] = [between(random, 12, width >> 2), between(random, 8, height >> 1)];
    const [x, y] = [between(random, 4, width - w - 4), between(random, 4, height - h - 4)];
    paint(picture, 0, y + (h >> 1), width, 2, 6);
    paint(picture, x, y, w, h, between(random, 1, 5));
    paint(picture, x + 2, y + 2, w - 4, h - 4, between(random, 9, 13));
    for (let hatch = x + 4; hatch < x + w - 4; hatch += 4) paint(picture, hatch, y + 3, 1, h - 6, 4);
  }
  addGrain(picture, random, 2);
  return picture;
}

/** `picture` as an image XObject of four bits a pixel. @see ISO 32000-1 8.9.5 */
export function embedPicture(document: PDFDocument, picture: Picture): PDFRef {
  const { context } = document;
  return context.register(
    context.flateStream(packed(picture), {
      Type: 'XObject',
      Subtype: 'Image',
      Width: picture.width,
      Height: picture.height,
      ColorSpace: 'DeviceGray',
      BitsPerComponent: 4,
    }),
  );
}

/** Two pixels a byte, each row beginning with a new byte. */
function packed({ width, height, pixels }: Picture): Uint8Array {
  const stride = Math.ceil(width / 2);
  const bytes = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * stride + (x >> 1);
      bytes[at] = (bytes[at] ?? 0) | ((pixels[y * width + x] ?? 0) << (x % 2 === 0 ? 4 : 0));
    }
  }
  return bytes;
}
