import { Command } from '@commander-js/extra-typings';
import { cleanText } from '../../common/text/clean-text.ts';
import { formatCount } from '../../common/text/format.ts';
import type { PageHeat } from '../operations/operations.ts';
import { withNodeOptions } from './options.ts';
import type { Perform } from './perform.ts';
import { configOf, withOperations } from './with-operations.ts';

/** The verb `heat`. */
export function heatCommand(perform: Perform): Command {
  const command = new Command('heat')
    .description('show which pages of a document are here, arrive, or are missing')
    .argument('<document>', 'SHA-256, info hash, the beginning of either, or exact name')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action((document, options) =>
    perform(options, async (context) => {
      const config = await configOf(options, context);
      const heat = await withOperations(config, context, (operations) => operations.heat(document, context));
      if (options.json === true) return context.output.json(heat);
      for (const line of heatLines(heat)) context.output.data(line);
    }),
  ) as unknown as Command;
}

/** pages in a line */
const CELLS = 50;

/** A character for each page, fifty in a line after the number of the first; then what they mean. */
export function heatLines(heat: PageHeat): string[] {
  const lines: string[] = [];
  const width = String(heat.pages).length;
  for (let first = 0; first < heat.pages; first += CELLS) {
    const end = Math.min(first + CELLS, heat.pages);
    const cells = Array.from({ length: end - first }, (_, at) => cellOf(heat, first + at)).join('');
    lines.push(`${String(first + 1).padStart(width)}  ${cells}`);
  }
  const whole = heat.held.filter((percent) => percent === 100).length;
  const guess = heat.estimated ? ', by what lies on the disk' : '';
  return [
    ...lines,
    `${whole} of ${formatCount(heat.pages, heat.unit)} here${guess}`,
    '# here  + in part  . missing, others have it  ! missing, nobody is known to have it',
    ...heat.holders.map((holder, place) => `${letterOf(place)} arrives from ${cleanText(holder)}`),
  ];
}

function cellOf({ held, arriving, availability }: PageHeat, page: number): string {
  const percent = held[page] ?? 0;
  const from = arriving[page] ?? -1;
  if (percent === 100) return '#';
  if (from >= 0) return letterOf(from);
  if (percent > 0) return '+';
  return (availability[page] ?? 0) > 0 ? '.' : '!';
}

/** `a` to `z` for the first holders; those behind them share one. */
function letterOf(place: number): string {
  return 'abcdefghijklmnopqrstuvwxyz'[place] ?? '~';
}

const EXAMPLES = `
Examples:
  $ pageswarm heat book.pdf
  $ pageswarm heat book.pdf --json | jq '[.held[] | select(. == 100)] | length'`;
