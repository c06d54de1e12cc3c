import type { Line, Rgb, Span } from '../../../common/terminal/line.ts';
import type { PagePicture } from '../../operations/operations.ts';

/** A picture in cells of two pixels each, the upper one as ink of a half block, the lower one as its paper. */
export function halfBlocks({ width, height, rgb }: PagePicture): Line[] {
  const bytes = Buffer.from(rgb, 'base64');
  const pixel = (x: number, y: number): Rgb => {
    const at = 3 * (Math.min(y, height - 1) * width + x);
    return [bytes[at] ?? 255, bytes[at + 1] ?? 255, bytes[at + 2] ?? 255];
  };
  return Array.from({ length: Math.ceil(height / 2) }, (_, row) =>
    Array.from(
      { length: width },
      (_, x): Span => ({ text: '▀', style: 'plain', ink: pixel(x, 2 * row), paper: pixel(x, 2 * row + 1) }),
    ),
  );
}
