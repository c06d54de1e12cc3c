import { Command } from '@commander-js/extra-typings';
import { formatBytes, formatCount, formatPercent } from '../../common/text/format.ts';
import type { NodeStatus, SharedDocument } from '../operations/operations.ts';
import { withNodeOptions } from './options.ts';
import type { Perform } from './perform.ts';
import { formatPageCount, shortHash } from './summary-table.ts';
import { type Column, formatTable } from './table.ts';
import { trackerLine } from './tracker-line.ts';
import { configOf, withOperations } from './with-operations.ts';

/** The verb `status`. */
export function statusCommand(perform: Perform): Command {
  const command = new Command('status')
    .description('show what this node shares and fetches, and how it stands with its trackers')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action((options) =>
    perform(options, async (context) => {
      const config = await configOf(options, context);
      const [status, shared, own] = await withOperations(config, context, (operations, own) =>
        Promise.all([operations.status(context), operations.shared(context), own]),
      );
      // another short command may be the node just now: what it serves ends with it, as with this one
      const running = own === undefined && status.lasting;
      // a node of the moment is at addresses that are gone again
      const lasting = running ? status : { ...status, addresses: [] };
      const documents = running ? shared : shared.map(asIdle);
      if (options.json === true) return context.output.json({ running, ...lasting, shared: documents });
      for (const line of [...statusLines(lasting, running), ...sharedTable(documents)])
        context.output.data(line);
    }),
  ) as unknown as Command;
}

/** A document of a node that runs for this command alone. */
function asIdle(document: SharedDocument): SharedDocument {
  return document.state === 'serving' ? { ...document, state: 'idle' } : document;
}

function statusLines(status: NodeStatus, running: boolean): string[] {
  const node = running ? `running, process ${status.pid}` : 'no peer is running';
  return [
    `node       ${node}, pageswarm ${status.version}`,
    `data       ${status.data}`,
    ...status.addresses.map((address) => `address    ${address}`),
    ...status.trackers.map(trackerLine),
    `sent       ${formatBytes(status.uploadedBytes)}, received ${formatBytes(status.downloadedBytes)}`,
    `shares     ${formatCount(status.documents, 'document')}, ${formatBytes(status.bytes)}`,
  ];
}

const COLUMNS: readonly Column[] = [
  { title: 'info hash' },
  { title: 'state' },
  { title: 'held', right: true },
  { title: 'pages', right: true },
  { title: 'size', right: true },
  { title: 'sent', right: true },
  { title: 'name', max: 50 },
  { title: 'file', max: 80 },
];

function sharedTable(documents: readonly SharedDocument[]): string[] {
  if (documents.length === 0) return [];
  const rows = documents.map((one) => [
    shortHash(one.infoHash),
    one.state,
    formatPercent(one.heldPercent),
    formatPageCount(one.pages),
    formatBytes(one.size),
    formatBytes(one.uploadedBytes),
    one.name,
    one.inLibrary ? '' : one.path,
  ]);
  return ['', ...formatTable(COLUMNS, rows)];
}

const EXAMPLES = `
Examples:
  $ pageswarm status
  $ pageswarm status --data ~/library-node --json`;
