import type { Line, Rgb, Span } from '../../common/terminal/line.ts';
import { pictureLines, shadedLines } from '../../common/terminal/picture.ts';
import { nearestXtermColour } from '../../common/terminal/xterm-colour.ts';
import type { PagePicture } from '../operations/operations.ts';

/** What a picture is shown with. */
export interface PreviewOptions {
  /** `NO_COLOR`, or a stdout that is no terminal: signs instead of colours */
  readonly colours: boolean;
}

const RESET = '\x1b[0m';

/** The lines of `picture` for a terminal. @see https://no-color.org */
export function previewLines(picture: PagePicture, { colours }: PreviewOptions): string[] {
  if (colours) return pictureLines(picture).map((line) => `${line.map(coloured).join('')}${RESET}`);
  return shadedLines(picture, { ascii: false }).map((line: Line) =>
    line
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );
}

function coloured({ text, ink, paper }: Span): string {
  return `${colour(38, ink)}${colour(48, paper)}${text}`;
}

function colour(plane: 38 | 48, rgb: Rgb | undefined): string {
  return rgb === undefined ? '' : `\x1b[${plane};5;${nearestXtermColour(rgb)}m`;
}
