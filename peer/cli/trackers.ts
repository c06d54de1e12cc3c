import { Command } from '@commander-js/extra-typings';
import { codeOf, messageOf } from '../../common/errors.ts';
import { askAll, clientsOf, noAnswer, type Unanswered } from '../../common/runtime/ask-all.ts';
import { formatBytes, formatCount, formatDuration } from '../../common/text/format.ts';
import type { Rate, TrackerStatus } from '../../common/tracker-api/answers.ts';
import { withNodeOptions } from './options.ts';
import type { Perform } from './perform.ts';
import { configOf } from './with-operations.ts';

/** The verb `trackers`. */
export function trackersCommand(perform: Perform): Command {
  const command = new Command('trackers')
    .description('show how the trackers are doing: what they list, who is there, how busy they are')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action((options) =>
    perform(options, async (context) => {
      const { trackers } = await configOf(options, context);
      const asked = await askAll(clientsOf(trackers, TIMEOUT_MS), (client, signal) => client.status(signal), {
        signal: context.signal,
        graceMs: TIMEOUT_MS,
      });
      const told = asked.answers.map(({ client, value }) => ({ url: client.url, status: value }));
      if (options.json === true)
        context.output.json({ trackers: [...told.map(asJson), ...asked.failures.map(failure)] });
      else
        for (const line of told.flatMap(({ url, status }) => trackerLines(url, status)))
          context.output.data(line);
      if (told.length === 0) throw noAnswer(asked.failures);
      for (const { client, error } of asked.failures) context.report(error, client.url);
    }),
  ) as unknown as Command;
}

function asJson({ url, status }: { readonly url: string; readonly status: TrackerStatus }) {
  return { url, ok: true, ...status };
}

function failure({ client, error }: Unanswered) {
  return { url: client.url, ok: false, code: codeOf(error) ?? '', message: messageOf(error) };
}

/** How the tracker at `url` is doing, for people. */
function trackerLines(url: string, status: TrackerStatus): string[] {
  return [
    `tracker    ${url}`,
    `documents  ${status.documents}, ${formatBytes(status.databaseBytes)} on disk`,
    `here       ${formatCount(status.hosts, 'host')}, ${formatCount(status.standardPeers, 'standard client')}`,
    `heartbeats ${rateText(status.heartbeats)}`,
    `announces  ${rateText(status.announces)}`,
    `since      ${formatDuration(Math.max(0, Date.now() - status.startedAt))}: ${formatCount(status.publications, 'publication')}, ${status.searches} searches`,
    ...status.urls.map((other) => `reached at ${other}`),
    '',
  ];
}

function rateText({ lastSecond, lastMinute, total }: Rate): string {
  return `${lastSecond} in the last second, ${lastMinute} in the last minute, ${total} in all`;
}

/** ms for one request, its answer included */
const TIMEOUT_MS = 8_000;

const EXAMPLES = `
Examples:
  $ pageswarm trackers
  $ pageswarm trackers --tracker http://192.0.2.7:8168 --json`;
