import { Command } from '@commander-js/extra-typings';
import { formatBytes, formatRate } from '../../common/text/format.ts';
import { limitsOf } from '../config.ts';
import type { LimitState, Setting } from '../operations/operations.ts';
import { newsOf, settingsOf } from './config.ts';
import { limitFlagsOf, withLimitOptions, withNodeOptions } from './options.ts';
import type { Perform } from './perform.ts';
import { configOf } from './with-operations.ts';

/** The verb `limits`. */
export function limitsCommand(perform: Perform): Command {
  const command = new Command('limits')
    .description('show what this node may use and what the running peer uses, or change it at once')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
  return withLimitOptions(withNodeOptions(command)).action((options) =>
    perform(options, async (context) => {
      const { limitUp, limitDown, limitLocal, maxConnections, maxConnectionsPerDocument, ...rest } = options;
      const { maxSources, maxStorage, ...others } = rest;
      const { operations, running } = await settingsOf(others, context);
      for (const [name, value] of Object.entries(limitFlagsOf(options))) {
        const setting: Setting = await operations.configure({ name, value: textOf(value) }, context);
        for (const line of newsOf(setting, textOf(value), running !== undefined)) context.output.note(line);
      }
      const limits =
        running === undefined
          ? limitsOf((await configOf(others, context)).limits)
          : await running.limits(context);
      if (options.json === true) return context.output.json(limits);
      for (const line of limitLines(limits)) context.output.data(line);
    }),
  ) as unknown as Command;
}

function textOf(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return String(value);
}

type Limits = ReturnType<typeof limitsOf> & Partial<LimitState>;

function limitLines(limits: Limits): string[] {
  const { limitUp, limitDown, limitLocal, maxConnections, maxSources, maxStorage } = limits;
  const { upRate, downRate, connections, storedBytes } = limits;
  const of = (used: string | undefined, most: string): string =>
    used === undefined ? most : `${used} of ${most}`;
  const local = limitLocal || (limitUp === 0 && limitDown === 0) ? '' : ', the local network is exempt';
  return [
    `sent         ${of(upRate === undefined ? undefined : formatRate(upRate), rateText(limitUp))}${local}`,
    `received     ${of(downRate === undefined ? undefined : formatRate(downRate), rateText(limitDown))}${local}`,
    `connections  ${of(connections?.toString(), String(maxConnections))}, ${limits.maxConnectionsPerDocument} for one document`,
    `sources      ${maxSources} at once`,
    `storage      ${of(storedBytes === undefined ? undefined : formatBytes(storedBytes), maxStorage === 0 ? 'no limit' : formatBytes(maxStorage))}`,
  ];
}

function rateText(limit: number): string {
  return limit === 0 ? 'no limit' : formatRate(limit);
}

const EXAMPLES = `
What is changed here is kept in config.json, as by \`pageswarm config limitUp 500K\`, and in force at once in a running peer.

Examples:
  $ pageswarm limits
  $ pageswarm limits --limit-up 500K --limit-local off
  $ pageswarm limits --limit-up 0 --max-storage 20G`;
