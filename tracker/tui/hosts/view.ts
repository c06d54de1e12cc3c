import type { Messages } from '../../../common/messages/messages.ts';
import type { Column } from '../../../common/terminal/columns.ts';
import { span } from '../../../common/terminal/line.ts';
import type { Sort } from '../../../common/terminal/table-pane.ts';
import { formatBytes, formatPercent } from '../../../common/text/format.ts';
import type { HostHolding, HostSummary } from '../../../common/tracker-api/host-summary.ts';

/** digits of a host's id that are shown: unique among millions */
const SHOWN_DIGITS = 12;

/** The beginning of a host's id, as lists show it. */
export function shortId(hostId: string): string {
  return hostId.slice(0, SHOWN_DIGITS);
}

/** The columns of the hosts. */
export function hostColumns({ ago, tracker }: Messages): Column<HostSummary>[] {
  const { terms } = tracker;
  return [
    { title: terms.host, min: SHOWN_DIGITS, priority: 1, cell: ({ hostId }) => shortId(hostId) },
    {
      title: terms.address,
      min: 21,
      max: 70,
      grow: true,
      priority: 2,
      cell: ({ addresses }) => addresses.join(' '),
    },
    { title: terms.client, min: 12, max: 30, grow: true, priority: 5, cell: ({ client }) => client },
    { title: terms.whole, align: 'right', min: 8, priority: 4, cell: ({ whole }) => String(whole) },
    { title: terms.partial, align: 'right', min: 8, priority: 6, cell: ({ partial }) => String(partial) },
    {
      title: terms.heard,
      align: 'right',
      min: 11,
      priority: 3,
      cell: ({ ageMs }) => ago(ageMs),
    },
  ];
}

/** The orders of the hosts: as they came, then by each column. */
export function hostSorts({ tracker }: Messages): Sort<HostSummary>[] {
  const { terms } = tracker;
  return [
    { title: terms.host, compare: (a, b) => compareTexts(a.hostId, b.hostId) },
    { title: terms.whole, compare: (a, b) => b.whole - a.whole },
    { title: terms.partial, compare: (a, b) => b.partial - a.partial },
    { title: terms.heard, compare: (a, b) => a.ageMs - b.ageMs },
    { title: terms.client, compare: (a, b) => compareTexts(a.client, b.client) },
    { title: terms.address, compare: (a, b) => compareTexts(a.addresses[0] ?? '', b.addresses[0] ?? '') },
  ];
}

/** The columns of what one host holds. */
export function holdingColumns({ tracker }: Messages): Column<HostHolding>[] {
  const { terms } = tracker;
  return [
    { title: terms.name, min: 16, grow: true, priority: 1, cell: ({ name }) => name },
    { title: terms.held, align: 'right', min: 8, priority: 2, cell: heldCell },
    {
      title: terms.pages,
      align: 'right',
      min: 9,
      max: 14,
      priority: 3,
      cell: (held) => pagesText(held, tracker),
    },
    { title: terms.size, align: 'right', min: 8, priority: 4, cell: ({ size }) => formatBytes(size) },
  ];
}

/** The orders of what one host holds. */
export function holdingSorts({ tracker }: Messages): Sort<HostHolding>[] {
  const { terms } = tracker;
  return [
    { title: terms.name, compare: (a, b) => compareTexts(a.name, b.name) },
    { title: terms.held, compare: (a, b) => b.heldPercent - a.heldPercent },
    { title: terms.pages, compare: (a, b) => b.pages - a.pages },
    { title: terms.size, compare: (a, b) => b.size - a.size },
  ];
}

function heldCell({ complete, heldPercent }: HostHolding) {
  return span(complete ? '100 %' : formatPercent(heldPercent), complete ? 'good' : 'warning');
}

function pagesText({ pages, complete, heldPages }: HostHolding, { held }: Messages['tracker']): string {
  if (pages === 0) return '-';
  if (complete) return String(pages);
  return heldPages === undefined ? '-' : held(heldPages, pages);
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
