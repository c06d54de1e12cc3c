import type { Column } from '../../../common/terminal/columns.ts';
import type { HolderStyle, Style } from '../../../common/terminal/line.ts';
import { span } from '../../../common/terminal/line.ts';
import { formatBytes, formatLatency, formatRate, formatRuns } from '../../../common/text/format.ts';
import type { PlanHolder } from './plan-holders.ts';
import type { Drawing } from './shown.ts';

const BAR_CELLS = 10;

/**
 * Columns of `holders` in a plan. A narrow screen has no room for all: the pages count before it runs, the rate while it does, and
 * afterwards who delivered how much.
 */
export function holderColumns(
  holders: readonly PlanHolder[],
  { messages, glyphs }: Drawing,
): readonly Column<PlanHolder>[] {
  const { columns, late } = messages.plan;
  const runs = holders.some(({ state }) => state === 'fetching');
  const begun = runs || holders.some(({ bytes }) => bytes > 0);
  return [
    { title: columns.rank, align: 'right', min: 2, priority: 1, cell: rankCell },
    {
      title: columns.address,
      min: addressCells(holders),
      max: Math.max(14, Math.min(longest(holders.map(({ address }) => address)), 47)),
      grow: true,
      priority: 1,
      cell: addressCell,
    },
    { title: columns.client, min: 10, max: 22, priority: 8, cell: ({ client }) => client },
    {
      title: columns.latency,
      align: 'right',
      min: 7,
      max: 8,
      priority: 2,
      cell: ({ latencyMs }) => formatLatency(latencyMs),
    },
    {
      title: columns.share,
      align: 'right',
      min: 5,
      priority: 3,
      cell: ({ rank, plannedPercent }) => (rank === 0 ? '-' : `${Math.round(plannedPercent)} %`),
    },
    {
      title: columns.run,
      min: 6,
      max: 14,
      priority: begun ? 5 : 4,
      cell: ({ rank, runs }) => (rank === 0 ? late : formatRuns(runs)),
    },
    {
      title: columns.state,
      min: 2 + longest(Object.values(messages.plan.states)),
      priority: 1,
      cell: (holder) => stateCell(holder, { messages, glyphs }),
    },
    {
      title: columns.progress,
      min: BAR_CELLS,
      priority: 7,
      cell: (holder) => span(runBar(holder, glyphs), 'dim'),
    },
    {
      title: columns.rate,
      align: 'right',
      min: 10,
      priority: runs ? 4 : 9,
      cell: ({ rate, state }) => (rate === 0 && state !== 'fetching' ? '' : formatRate(rate)),
    },
    {
      title: columns.bytes,
      align: 'right',
      min: 8,
      max: 9,
      priority: begun && !runs ? 4 : 6,
      cell: ({ bytes }) => formatBytes(bytes),
    },
  ];
}

/** As many as the addresses need, if they are of IPv4; longer ones are seen in full where there is room. */
function addressCells(holders: readonly PlanHolder[]): number {
  const cells = longest(holders.slice(0, 50).map(({ address }) => address));
  return Math.max(14, Math.min(cells, 21));
}

function longest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => text.length));
}

function rankCell({ rank }: PlanHolder): string {
  return rank === 0 ? '+' : String(rank);
}

function addressCell({ address, rank }: PlanHolder) {
  return span(address, rank === 0 ? 'plain' : holderStyle(rank - 1));
}

/** The colour of the holder at `place`, from 0; the ninth has that of the first. */
function holderStyle(place: number): HolderStyle {
  return `holder-${(place % 8) as 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7}`;
}

const STATE_STYLES: Record<PlanHolder['state'], Style> = {
  waiting: 'dim',
  fetching: 'accent',
  done: 'good',
  lost: 'warning',
  banned: 'bad',
};

function stateCell({ state }: PlanHolder, { messages, glyphs }: Drawing) {
  const signs = {
    waiting: glyphs.ascii ? '-' : '·',
    fetching: glyphs.arrow,
    done: glyphs.tick,
    lost: '?',
    banned: glyphs.cross,
  };
  return span(`${signs[state]} ${messages.plan.states[state]}`, STATE_STYLES[state]);
}

/** How much of its run a holder has delivered. */
function runBar({ bytes, remaining }: PlanHolder, glyphs: Drawing['glyphs']): string {
  const share = bytes + remaining === 0 ? 0 : bytes / (bytes + remaining);
  const full = Math.round(share * BAR_CELLS);
  return glyphs.full.repeat(full) + glyphs.empty.repeat(BAR_CELLS - full);
}
