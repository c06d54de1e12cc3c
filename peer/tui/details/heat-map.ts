import type { Messages } from '../../../common/messages/messages.ts';
import type { Glyphs } from '../../../common/terminal/component.ts';
import {
  type HolderStyle,
  type Line,
  line,
  type Size,
  type Style,
  span,
} from '../../../common/terminal/line.ts';
import type { PageHeat } from '../../operations/operations.ts';
import { flow, joined } from './flow.ts';

/** How the map is drawn. */
export interface HeatLook {
  readonly glyphs: Glyphs;
  readonly messages: Messages;
  /** index of the chosen page */
  readonly page: number;
  /** whether a transfer is to fetch what is not here */
  readonly wanted: boolean;
}

/** A map of the pages, drawn. */
export interface HeatMap {
  readonly lines: readonly Line[];
  /** index of the page at a cell of the lines; `undefined` where there is none */
  pageAt(column: number, row: number): number | undefined;
}

/** How pages are laid out in cells. */
interface Grid {
  readonly pages: number;
  /** cells in front of each row, for the number of its first page */
  readonly label: number;
  readonly across: number;
  /** pages in a cell */
  readonly group: number;
  readonly rows: number;
}

/** What a cell says, the sign as well as the colour. */
type CellState = 'verified' | 'part' | 'wanted' | 'missing' | 'arriving';

const UNICODE_SIGNS = { verified: '█', part: '▓', wanted: '░', missing: '·' } as const;
const ASCII_SIGNS = { verified: '#', part: '+', wanted: '-', missing: '.' } as const;
const STYLES = { verified: 'good', part: 'warning', wanted: 'accent', missing: 'dim' } as const;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** a line of states and one of availability */
const LINES_PER_ROW = 2;
/** holders that a legend names: more are not told apart by their colour */
const MAX_NAMED = 8;

/**
 * The pages of a document in at most `size.rows` lines: for each page, or group of them, a sign of its state, and below it
 * how many others have it. The legend follows where there is room for it.
 */
export function heatMap(heat: PageHeat, size: Size, look: HeatLook): HeatMap {
  if (heat.pages === 0)
    return { lines: [line(look.messages.details.map.none, 'dim')], pageAt: () => undefined };
  const legend = heatLegend(heat, size.columns, look);
  const room = Math.max(LINES_PER_ROW, size.rows - legend.length);
  const grid = layGrid(heat.pages, size.columns, Math.floor(room / LINES_PER_ROW));
  const rows = Array.from({ length: grid.rows }, (_, row) => rowLines(heat, grid, row, look)).flat();
  const group = grid.group > 1 ? [line(look.messages.details.map.group(grid.group), 'dim')] : [];
  return {
    lines: [...rows, ...group, ...legend].slice(0, Math.max(0, size.rows)),
    pageAt: (column, row) => pageAt(grid, column, row),
  };
}

function layGrid(pages: number, columns: number, rows: number): Grid {
  const label = columns >= 20 ? String(pages).length + 1 : 0;
  const room = Math.max(1, columns - label);
  // people count in tens
  const across = room >= 20 ? room - (room % 10) : room;
  const group = Math.ceil(pages / (across * Math.max(1, rows)));
  return { pages, label, across, group, rows: Math.ceil(Math.ceil(pages / group) / across) };
}

function rowLines(heat: PageHeat, grid: Grid, row: number, look: HeatLook): Line[] {
  const first = row * grid.across;
  const cells = Math.min(grid.across, Math.ceil(grid.pages / grid.group) - first);
  const chosen = Math.floor(look.page / grid.group);
  const number = grid.label === 0 ? '' : `${String(first * grid.group + 1).padStart(grid.label - 1)} `;
  const states = Array.from({ length: cells }, (_, at) => {
    const { text, style } = cellOf(heat, grid, first + at, look);
    return { text, style: first + at === chosen ? ('cursor' as const) : style };
  });
  const others = Array.from({ length: cells }, (_, at) => ({
    text: digitOf(fewestOthers(heat, grid, first + at)),
    style: 'dim' as const,
  }));
  return [
    [span(number, 'dim'), ...joined(states)],
    [span(' '.repeat(grid.label)), ...joined(others)],
  ];
}

function cellOf(
  heat: PageHeat,
  grid: Grid,
  cell: number,
  look: HeatLook,
): { readonly text: string; readonly style: Style } {
  const [first, end] = [cell * grid.group, Math.min(grid.pages, (cell + 1) * grid.group)];
  const from = arrivingIn(heat, first, end);
  if (from !== undefined) return { text: letterOf(from), style: holderStyle(from) };
  const state = stateOf(heat, first, end, look.wanted);
  return { text: (look.glyphs.ascii ? ASCII_SIGNS : UNICODE_SIGNS)[state], style: STYLES[state] };
}

function stateOf(
  heat: PageHeat,
  first: number,
  end: number,
  wanted: boolean,
): Exclude<CellState, 'arriving'> {
  let [whole, any, obtainable] = [true, false, true];
  for (let page = first; page < end; page++) {
    const held = heat.held[page] ?? 0;
    if (held < 100) whole = false;
    if (held > 0) any = true;
    if (held < 100 && (heat.availability[page] ?? 0) === 0) obtainable = false;
  }
  if (whole) return 'verified';
  if (any) return 'part';
  return wanted && obtainable ? 'wanted' : 'missing';
}

function arrivingIn(heat: PageHeat, first: number, end: number): number | undefined {
  for (let page = first; page < end; page++) {
    const from = heat.arriving[page] ?? -1;
    if (from >= 0 && (heat.held[page] ?? 0) < 100) return from;
  }
  return undefined;
}

function fewestOthers(heat: PageHeat, grid: Grid, cell: number): number {
  const end = Math.min(grid.pages, (cell + 1) * grid.group);
  let fewest = Number.POSITIVE_INFINITY;
  for (let page = cell * grid.group; page < end; page++)
    fewest = Math.min(fewest, heat.availability[page] ?? 0);
  return fewest;
}

function digitOf(count: number): string {
  return count > 9 ? '+' : String(count);
}

function letterOf(holder: number): string {
  return LETTERS[holder] ?? '?';
}

function holderStyle(holder: number): HolderStyle {
  return `holder-${(holder % 8) as 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7}`;
}

function pageAt({ label, across, group, pages }: Grid, column: number, row: number): number | undefined {
  const at = column - label;
  if (at < 0 || at >= across || row < 0) return undefined;
  const page = (Math.floor(row / LINES_PER_ROW) * across + at) * group;
  return page < pages ? page : undefined;
}

/** What the signs mean, and which letter is whose. */
function heatLegend(heat: PageHeat, columns: number, { glyphs, messages }: HeatLook): Line[] {
  const texts = messages.details.map;
  const signs = glyphs.ascii ? ASCII_SIGNS : UNICODE_SIGNS;
  const states = (['verified', 'part', 'wanted', 'missing'] as const).map((state) => [
    span(`${signs[state]} `, STYLES[state]),
    span(texts[state], 'dim'),
  ]);
  const from = [...new Set(heat.arriving)].filter((holder) => holder >= 0).sort((a, b) => a - b);
  const holders = from
    .slice(0, MAX_NAMED)
    .map((holder) => [span(`${letterOf(holder)} `, holderStyle(holder)), span(heat.holders[holder] ?? '')]);
  const arriving = holders.length === 0 ? [] : flow([line(texts.arriving, 'dim'), ...holders], columns);
  return [...flow(states, columns), ...arriving, ...flow([line(texts.availability, 'dim')], columns)];
}

/** One page of `heat` in words: `Page 17: arriving from 10.0.0.2:6881, 40 % here; 3 others have it`. */
export function describePage(heat: PageHeat, page: number, look: Omit<HeatLook, 'page'>): string {
  const texts = look.messages.details.map;
  const held = Math.floor(heat.held[page] ?? 0);
  const from = arrivingIn(heat, page, page + 1);
  const state = stateOf(heat, page, page + 1, look.wanted);
  const words = [
    ...(from === undefined ? [texts[state]] : [texts.arrivingFrom(heat.holders[from] ?? '?')]),
    ...(held > 0 && held < 100 ? [texts.held(held)] : []),
    texts.others(heat.availability[page] ?? 0),
  ].join(', ');
  return heat.unit === 'piece' ? texts.piece(page + 1, words) : texts.page(page + 1, words);
}
