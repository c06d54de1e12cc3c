import { Command } from '@commander-js/extra-typings';
import { CodedError } from '../../common/errors.ts';
import { ago } from '../../common/messages/ago.ts';
import { askAll, clientsOf, noAnswer } from '../../common/runtime/ask-all.ts';
import type { TrackerClient } from '../../common/runtime/tracker-client.ts';
import { cleanText } from '../../common/text/clean-text.ts';
import { formatBytes, formatCount, formatPercent } from '../../common/text/format.ts';
import type { HostDetails, HostHolding, HostSummary } from '../../common/tracker-api/host-summary.ts';
import { LIMITS } from '../../common/tracker-api/limits.ts';
import { withNodeOptions } from './options.ts';
import type { Perform, VerbContext } from './perform.ts';
import { formatPageCount, shortHash } from './summary-table.ts';
import { type Column, formatTable } from './table.ts';
import { configOf } from './with-operations.ts';

/** A host and the tracker that told of it. */
type ToldHost = HostSummary & { readonly tracker: string };

/** The verb `hosts`. */
export function hostsCommand(perform: Perform): Command {
  const command = new Command('hosts')
    .description('list the hosts that the trackers know, or what one of them holds')
    .argument('[host]', 'id of a host, or the beginning of one')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action((host, options) =>
    perform(options, async (context) => {
      const { trackers } = await configOf(options, context);
      const told = await hostsOf(trackers, context);
      if (host === undefined) return printHosts(told, context, options.json === true);
      const details = await hostDetails(identifiedHost(told, host.toLowerCase()), context);
      if (options.json === true) return context.output.json(details);
      for (const line of detailLines(details)) context.output.data(line);
    }),
  ) as unknown as Command;
}

/** The hosts that the trackers tell of, each once: as the tracker does that heard of it last. */
async function hostsOf(trackers: readonly string[], { signal, report }: VerbContext): Promise<ToldHost[]> {
  const asking = { signal, graceMs: GRACE_MS };
  const { answers, failures } = await askAll(clientsOf(trackers, TIMEOUT_MS), allHosts, asking);
  if (answers.length === 0) throw noAnswer(failures);
  for (const { client, error } of failures) report(error, client.url);
  const told = answers.flatMap(({ client, value }) =>
    value.map((host) => ({ tracker: client.url, ...host })),
  );
  const latest = told.sort((a, b) => b.ageMs - a.ageMs).map((host) => [host.hostId, host] as const);
  return [...new Map(latest).values()].reverse();
}

async function allHosts(client: TrackerClient, signal: AbortSignal): Promise<HostSummary[]> {
  const hosts: HostSummary[] = [];
  let after: string | undefined = '';
  while (after !== undefined && hosts.length < MAX_LISTED) {
    const page = await client.hosts(after, LIMITS.pageLength, signal);
    hosts.push(...page.hosts);
    after = page.next;
  }
  return hosts;
}

/** @throws {CodedError} ERR_TRACKER_NO_HOST, ERR_TRACKER_AMBIGUOUS */
function identifiedHost(hosts: readonly ToldHost[], id: string): ToldHost {
  const [host, ...others] = hosts.filter(({ hostId }) => hostId.startsWith(id));
  if (host === undefined)
    throw new CodedError('ERR_TRACKER_NO_HOST', `no host here has an id that begins with ${id}`);
  if (others.length === 0) return host;
  throw new CodedError(
    'ERR_TRACKER_AMBIGUOUS',
    `${others.length + 1} hosts begin with ${id}; give more digits`,
  );
}

async function hostDetails(
  { tracker, hostId }: ToldHost,
  { signal }: VerbContext,
): Promise<HostDetails & { tracker: string }> {
  const [client] = clientsOf([tracker], TIMEOUT_MS);
  if (client === undefined) throw noAnswer([]);
  let page = await client.host(hostId, '', LIMITS.pageLength, signal);
  const holdings: HostHolding[] = [...page.holdings];
  while (page.next !== undefined && holdings.length < MAX_LISTED) {
    page = await client.host(hostId, page.next, LIMITS.pageLength, signal);
    holdings.push(...page.holdings);
  }
  const { next: _, ...host } = page;
  return { tracker, ...host, holdings };
}

const HOST_COLUMNS: readonly Column[] = [
  { title: 'host' },
  { title: 'address', max: 50 },
  { title: 'client', max: 24 },
  { title: 'whole', right: true },
  { title: 'part', right: true },
  { title: 'heard', right: true },
];

function printHosts(hosts: readonly ToldHost[], { output }: VerbContext, json: boolean): void {
  if (json) return output.json({ hosts });
  const rows = hosts.map(({ hostId, addresses, client, whole, partial, ageMs }) => [
    shortHash(hostId),
    addresses[0] ?? '-',
    client,
    String(whole),
    String(partial),
    ago.en(ageMs),
  ]);
  if (rows.length > 0) for (const line of formatTable(HOST_COLUMNS, rows)) output.data(line);
  output.note(formatCount(hosts.length, 'host'));
}

const HOLDING_COLUMNS: readonly Column[] = [
  { title: 'info hash' },
  { title: 'held', right: true },
  { title: 'pages', right: true },
  { title: 'size', right: true },
  { title: 'name', max: 80 },
];

function detailLines(details: HostDetails & { readonly tracker: string }): string[] {
  const { hostId, client, addresses, holdings, ageMs, tracker } = details;
  const rows = holdings.map(({ infoHash, heldPercent, heldPages, pages, size, name }) => [
    shortHash(infoHash),
    formatPercent(heldPercent),
    heldPages === undefined ? formatPageCount(pages) : `${heldPages} of ${formatPageCount(pages)}`,
    formatBytes(size),
    name,
  ]);
  return [
    `host       ${hostId}`,
    ...addresses.map((address) => `address    ${address}`),
    `client     ${cleanText(client)}`,
    `heard      ${ago.en(ageMs)} by ${tracker}`,
    '',
    formatCount(holdings.length, 'document'),
    ...(rows.length > 0 ? formatTable(HOLDING_COLUMNS, rows) : []),
  ];
}

/** ms for one request, its answer included */
const TIMEOUT_MS = 8_000;
/** ms to wait for the other trackers after one has answered */
const GRACE_MS = 1_500;
const MAX_LISTED = 100_000;

const EXAMPLES = `
Examples:
  $ pageswarm hosts
  $ pageswarm hosts 5f2b1c90 --json`;
