import type { Rgb, Span, Style } from './line.ts';
import type { ScreenSettings } from './screen-settings.ts';
import { nearestXtermColour } from './xterm-colour.ts';

/** How many colours a terminal shows; `none` on request (NO_COLOR) or where there are none. */
export type Depth = 'none' | '16' | '256';
export type Background = 'dark' | 'light';

/** How a cell is drawn: numbers of the terminal's 256 colours; without one its own. */
export interface Paint {
  readonly ink?: number;
  readonly paper?: number;
  readonly bold?: boolean;
  readonly underline?: boolean;
  readonly inverse?: boolean;
}

/** What looks become on one terminal. */
export interface Theme {
  readonly depth: Depth;
  readonly background: Background;
  paint(one: Span): Paint;
  /** the text of a span; pictures without colours become characters of their brightness */
  textOf(one: Span): string;
}

type Paints = Readonly<Record<Exclude<Style, `holder-${number}`>, Paint>>;

const BOLD: Paint = { bold: true };
const INVERSE: Paint = { inverse: true };

/** Told apart by weight, underline and inverse only. */
const PLAIN: Paints = {
  plain: {},
  dim: {},
  strong: BOLD,
  title: BOLD,
  accent: BOLD,
  good: {},
  warning: BOLD,
  bad: BOLD,
  border: {},
  key: BOLD,
  input: { underline: true },
  cursor: INVERSE,
  'cursor-idle': { underline: true },
  marked: BOLD,
  tab: {},
  'tab-active': { bold: true, inverse: true },
};

/** The terminal's own 16 colours, which people choose to be readable on its background. */
const SIXTEEN: Readonly<Record<Background, Paints>> = {
  dark: {
    ...PLAIN,
    dim: { ink: 7 },
    title: { ink: 14, bold: true },
    accent: { ink: 14 },
    good: { ink: 10 },
    warning: { ink: 11 },
    bad: { ink: 9 },
    border: { ink: 6 },
    key: { ink: 11 },
    input: { underline: true },
    marked: { ink: 11 },
    tab: { ink: 7 },
    'tab-active': { ink: 0, paper: 6 },
    'cursor-idle': { ink: 15, paper: 8 },
  },
  light: {
    ...PLAIN,
    dim: { ink: 8 },
    title: { ink: 4, bold: true },
    accent: { ink: 4 },
    good: { ink: 2 },
    warning: { ink: 5 },
    bad: { ink: 1 },
    border: { ink: 8 },
    key: { ink: 4 },
    input: { underline: true },
    marked: { ink: 5 },
    tab: { ink: 8 },
    'tab-active': { ink: 15, paper: 4 },
    'cursor-idle': { ink: 0, paper: 7 },
  },
};

const MANY: Readonly<Record<Background, Paints>> = {
  dark: {
    ...PLAIN,
    dim: { ink: 246 },
    title: { ink: 117, bold: true },
    accent: { ink: 81 },
    good: { ink: 114 },
    warning: { ink: 221 },
    bad: { ink: 210 },
    border: { ink: 66 },
    key: { ink: 222 },
    input: { paper: 237 },
    cursor: { ink: 231, paper: 25 },
    'cursor-idle': { paper: 238 },
    marked: { ink: 222 },
    tab: { ink: 250 },
    'tab-active': { ink: 231, paper: 25, bold: true },
  },
  light: {
    ...PLAIN,
    dim: { ink: 241 },
    title: { ink: 24, bold: true },
    accent: { ink: 25 },
    good: { ink: 22 },
    warning: { ink: 94 },
    bad: { ink: 124 },
    border: { ink: 66 },
    key: { ink: 90 },
    input: { paper: 254 },
    cursor: { ink: 231, paper: 25 },
    'cursor-idle': { paper: 252 },
    marked: { ink: 90 },
    tab: { ink: 239 },
    'tab-active': { ink: 231, paper: 25, bold: true },
  },
};

/** eight colours that are told apart by people with any colour vision, as far as that goes; a letter says it as well */
const HOLDERS: Readonly<Record<Exclude<Depth, 'none'>, Readonly<Record<Background, readonly number[]>>>> = {
  '16': { dark: [12, 11, 13, 10, 14, 9, 15, 7], light: [4, 5, 2, 1, 6, 8, 0, 3] },
  '256': { dark: [75, 214, 176, 114, 159, 203, 228, 250], light: [25, 130, 90, 28, 30, 124, 58, 240] },
};

/** What is asked of a terminal that tells about itself in `env`. */
export function detectTheme(
  env: Readonly<Record<string, string | undefined>>,
  settings: Pick<ScreenSettings, 'theme' | 'colours'>,
): Theme {
  const background = settings.theme === 'auto' ? backgroundOf(env['COLORFGBG']) : settings.theme;
  const depth = settings.colours === 'auto' ? depthOf(env) : settings.colours;
  return createTheme(depth, background);
}

/** The theme for a terminal of so many colours. */
export function createTheme(depth: Depth, background: Background): Theme {
  const paints = depth === 'none' ? PLAIN : depth === '16' ? SIXTEEN[background] : MANY[background];
  const holders = depth === 'none' ? [] : HOLDERS[depth][background];
  const quantise = (rgb: Rgb | undefined) => (rgb === undefined ? undefined : quantised(rgb, depth));
  return {
    depth,
    background,
    paint: ({ style, ink, paper }) => {
      if (ink !== undefined || paper !== undefined) {
        return depth === 'none' ? {} : withColours(quantise(ink), quantise(paper));
      }
      if (!isHolder(style)) return paints[style];
      return withColours(holders[Number(style.slice('holder-'.length))], undefined);
    },
    textOf: (one) =>
      depth === 'none' && (one.ink !== undefined || one.paper !== undefined)
        ? shaded(one, background)
        : one.text,
  };
}

/** Number of the colour of the terminal that is nearest, among all or the first 16. */
function quantised(rgb: Rgb, depth: Depth): number {
  return depth === '256' ? nearestXtermColour(rgb) : nearestOf16(rgb);
}

function isHolder(style: Style): style is Exclude<Style, keyof Paints> {
  return style.startsWith('holder-');
}

function withColours(ink: number | undefined, paper: number | undefined): Paint {
  return { ...(ink !== undefined && { ink }), ...(paper !== undefined && { paper }) };
}

/** `15;0`: ink and paper, by number; 7 and above, but for 8, are light */
function backgroundOf(colorfgbg: string | undefined): Background {
  const paper = Number(colorfgbg?.split(';').at(-1) || Number.NaN);
  return paper === 7 || (paper > 8 && paper < 16) ? 'light' : 'dark';
}

function depthOf(env: Readonly<Record<string, string | undefined>>): Depth {
  const terminal = env['TERM'] ?? '';
  if ((env['NO_COLOR'] ?? '') !== '') return 'none';
  if (/^(vt\d|dumb|ansi-mono|.*-m$|.*-mono$)/.test(terminal)) return 'none';
  if (/truecolor|24bit/i.test(env['COLORTERM'] ?? '') || /256color|direct/.test(terminal)) return '256';
  return /^(xterm-)?(kitty|ghostty|alacritty|foot|wezterm|iterm|contour|rio)/.test(terminal) ? '256' : '16';
}

/** as xterm has them; other terminals differ a little */
const FIRST: readonly Rgb[] = [
  [0, 0, 0],
  [205, 0, 0],
  [0, 205, 0],
  [205, 205, 0],
  [0, 0, 238],
  [205, 0, 205],
  [0, 205, 205],
  [229, 229, 229],
  [127, 127, 127],
  [255, 0, 0],
  [0, 255, 0],
  [255, 255, 0],
  [92, 92, 255],
  [255, 0, 255],
  [0, 255, 255],
  [255, 255, 255],
];

function nearestOf16(rgb: Rgb): number {
  const far = FIRST.map((one) => distance(rgb, one));
  return far.indexOf(Math.min(...far));
}

function distance(a: Rgb, b: Rgb): number {
  return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
}

/** from no ink to much */
const SHADES = ' .:-=+*#%@';

/** a cell of a picture as a character that has as much ink as it is bright, or dark on paper */
function shaded({ text, ink, paper }: Span, background: Background): string {
  const colours = [ink, paper].filter((one) => one !== undefined);
  const bright = colours.reduce((sum, rgb) => sum + brightness(rgb), 0) / Math.max(1, colours.length);
  const much = background === 'dark' ? bright : 1 - bright;
  const shade = SHADES[Math.min(SHADES.length - 1, Math.floor(much * SHADES.length))] ?? ' ';
  return shade.repeat([...text].length);
}

function brightness([red, green, blue]: Rgb): number {
  return (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
}
