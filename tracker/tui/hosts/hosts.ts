import type { Component } from '../../../common/terminal/component.ts';
import type { HostSummary } from '../../../common/tracker-api/host-summary.ts';
import type { ScreenParts } from '../parts.ts';
import { TableTab } from '../table-tab.ts';
import { copyAddress } from './copy-address.ts';
import { openHost } from './host.ts';
import { hostColumns, hostSorts } from './view.ts';

/** ages are in seconds */
const STALE_MS = 1_000;

/** The tab of the hosts. */
export function createHostsTab(parts: ScreenParts): Component {
  const { overview, messages } = parts;
  const [url = ''] = overview.urls;
  return new TableTab<HostSummary>(parts, {
    context: 'tracker-hosts',
    title: () => messages.tracker.tabs.hosts,
    columns: hostColumns(messages),
    sorts: hostSorts(messages),
    text: ({ hostId, client, addresses }) => [hostId, client, ...addresses].join(' '),
    key: ({ hostId }) => hostId,
    empty: messages.tracker.empty.hosts(url),
    rows: () => overview.hosts(),
    // their ages are part of the rows
    version: () => `${overview.version} ${Math.floor(overview.now() / STALE_MS)}`,
    staleMs: STALE_MS,
    onOpen: (host) => openHost(host, parts),
    actions: { 'copy-address': (host) => host && copyAddress(host, parts) },
  });
}
