import type { Messages } from '../../common/messages/messages.ts';
import { DEFAULT_KEYS } from '../../common/terminal/default-keys.ts';
import type { Desktop } from '../../common/terminal/desktop.ts';
import type { Tab } from '../../common/terminal/desktop-options.ts';
import { helpOf } from '../../common/terminal/help-lines.ts';
import type { KeyChanges } from '../../common/terminal/key-table.ts';
import { type FoldedFeed, feedUntil } from './feed-fold.ts';
import { createFilesPane } from './files/files.ts';
import type { PublishJob } from './files/publish-job.ts';
import { PEER_KEYS } from './keys.ts';
import { createNetworkPane } from './network/network.ts';
import type { NodeLink } from './node-link.ts';
import type { PaneParts } from './pane.ts';
import { createSearchPane } from './search/search.ts';
import { createSettingsPane } from './settings/settings.ts';
import { createTransfersPane } from './transfers/transfers.ts';

/** What the tabs of a node's screen are made with. */
export interface TabParts {
  readonly desktop: Desktop;
  readonly link: NodeLink;
  readonly feed: FoldedFeed;
  readonly messages: Messages;
  readonly keyChanges: () => KeyChanges;
  /** in the language that is in force by now */
  messagesNow(): Messages;
  /** the settings have changed that are in force at once */
  readonly applied: () => Promise<void>;
  /** what is being published, from one set of tabs to the next */
  readonly publishing: PublishJob;
  /** where the settings' cursor is, from one set of tabs to the next */
  readonly settingsPlace: { name: string };
  /** starts the own node again */
  readonly restart: (() => Promise<void>) | undefined;
  /** aborts when the screen closes */
  readonly signal: AbortSignal;
  /** aborts when these tabs make place for others, in another language */
  readonly replaced: AbortSignal;
}

/** The tabs of a node's screen, in order; the last is the settings. */
export function createTabs(parts: TabParts): readonly Tab[] {
  const { desktop, link, messages, publishing, restart } = parts;
  const pane: PaneParts = {
    operations: link.operations,
    host: desktop,
    messages,
    feed: feedUntil(parts.feed, parts.replaced),
    signal: parts.signal,
  };
  const settings = createSettingsPane({
    ...pane,
    bindings: [...PEER_KEYS, ...DEFAULT_KEYS],
    describe: (binding) => helpOf(binding, messages),
    keyChanges: parts.keyChanges,
    messagesNow: parts.messagesNow,
    applied: parts.applied,
    place: parts.settingsPlace,
    ...(restart === undefined ? {} : { restart }),
  });
  return [
    { id: 'files', title: messages.files.title, component: createFilesPane({ ...pane, publishing }) },
    { id: 'search', title: messages.search.title, component: createSearchPane(pane) },
    { id: 'transfers', title: messages.transfers.title, component: createTransfersPane(pane) },
    { id: 'network', title: messages.network.title, component: createNetworkPane(pane) },
    { id: 'settings', title: messages.settings.title, component: settings },
  ];
}
