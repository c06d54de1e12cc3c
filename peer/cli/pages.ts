import { Command } from '@commander-js/extra-typings';
import { cleanText } from '../../common/text/clean-text.ts';
import { formatBytes, formatDuration, formatPercent } from '../../common/text/format.ts';
import { type PagesReport, reportPages } from '../merge/merge.ts';
import { localFile } from './local-file.ts';
import { withCommonOptions } from './options.ts';
import type { Perform } from './perform.ts';

/** The verb `pages`. */
export function pagesCommand(perform: Perform): Command {
  const command = new Command('pages')
    .description('show the page map of a local PDF: which bytes each page needs')
    .argument('<file>', 'a PDF')
    .option('--json', 'print JSON, with the bytes that each page needs')
    .addHelpText('after', EXAMPLES);
  return withCommonOptions(command).action((file, options) =>
    perform(options, async (context) => {
      const report = await reportPages(await localFile(file), context);
      if (options.json === true) return context.output.json(report);
      for (const line of reportLines(report)) context.output.data(line);
    }),
  ) as unknown as Command;
}

/** The report, for people. */
function reportLines(report: PagesReport): string[] {
  const { pages, size, mapped, reason, mapBytes, seconds, parts, needBytes } = report;
  const lines = [
    `pages     ${pages === 0 ? 'unknown' : pages}`,
    `size      ${formatBytes(size)} (${size} bytes)`,
  ];
  if (!mapped) return [...lines, cleanText(`no map    ${reason}`)];

  const share = (bytes: number) =>
    `${formatBytes(bytes)}, ${formatPercent((100 * bytes) / Math.max(1, size))}`;
  return [
    ...lines,
    `map       ${formatBytes(mapBytes)}, built in ${formatDuration(1000 * seconds)}`,
    `core      ${share(parts.core)}`,
    `groups    ${share(parts.groups)}`,
    `nav       ${share(parts.nav)}`,
    `rest      ${share(parts.rest)}`,
    ...needLines(needBytes, share),
  ];
}

/** What the cheapest, the median and the dearest page need. */
function needLines(needBytes: readonly number[], share: (bytes: number) => string): string[] {
  const ascending = [...needBytes].sort((a, b) => a - b);
  const [least] = ascending;
  const median = ascending[ascending.length >> 1];
  const most = ascending.at(-1);
  if (least === undefined || median === undefined || most === undefined) return [];
  return [
    `a page    ${share(median)} (median)`,
    `least     ${share(least)} (page ${needBytes.indexOf(least) + 1})`,
    `most      ${share(most)} (page ${needBytes.indexOf(most) + 1})`,
  ];
}

const EXAMPLES = `
Examples:
  $ pageswarm pages manual.pdf
  $ pageswarm pages manual.pdf --json | jq '.needBytes[199]'      what page 200 needs`;
