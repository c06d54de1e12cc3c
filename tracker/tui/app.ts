import type { Messages } from '../../common/messages/messages.ts';
import type { LogRing } from '../../common/runtime/log-ring.ts';
import type { SavePlaces } from '../../common/terminal/ask-to-save-torrent.ts';
import type { StatusPart } from '../../common/terminal/bottom-line.ts';
import type { Glyphs } from '../../common/terminal/component.ts';
import { createDesktop, type Desktop } from '../../common/terminal/desktop.ts';
import { span } from '../../common/terminal/line.ts';
import type { Overview } from '../overview/overview.ts';
import { createDocumentsTab } from './documents/documents.ts';
import { createHostsTab } from './hosts/hosts.ts';
import { TRACKER_KEYS } from './keys.ts';
import { createLogTab } from './log/log.ts';
import type { ScreenParts } from './parts.ts';
import { Pulse } from './pulse.ts';
import { createStateTab } from './state/state.ts';
import { perSecond } from './state/view.ts';

/** What the tracker's screen is made with. */
export interface AppOptions {
  readonly overview: Overview;
  readonly log: LogRing;
  readonly places: SavePlaces;
  readonly messages: Messages;
  readonly glyphs: Glyphs;
  /** ms, of a clock that never goes back */
  readonly clock: () => number;
  /** somebody wants the tracker to stop, and has said so twice where hosts report to it */
  readonly onQuit: () => void;
}

/** The tracker's screen without its terminal. */
export interface App {
  readonly desktop: Desktop;
  /** to be beaten some times a second */
  readonly pulse: Pulse;
}

/** The tracker's screen: documents, hosts, trackers and log as tabs of a desktop. */
export function createApp(options: AppOptions): App {
  const { overview, messages, glyphs } = options;
  const pulse = new Pulse();
  const desktop: Desktop = createDesktop({
    tabs: [],
    bindings: TRACKER_KEYS,
    messages,
    glyphs,
    title: `Pageswarm ${messages.tracker.title}`,
    onQuit: quitter(options, () => desktop),
    statusLine: () => statusLine(overview, messages),
    now: () => overview.now(),
  });
  const parts: ScreenParts = { ...options, host: desktop, pulse };
  const { tabs } = messages.tracker;
  desktop.setTabs([
    { id: 'documents', title: tabs.documents, component: createDocumentsTab(parts) },
    { id: 'hosts', title: tabs.hosts, component: createHostsTab(parts) },
    { id: 'trackers', title: tabs.state, component: createStateTab(parts) },
    { id: 'log', title: tabs.log, component: createLogTab(parts) },
  ]);
  return { desktop, pulse };
}

/** Asks where hosts report to the tracker; who asks for it again while asked means it. */
function quitter({ overview, messages, onQuit }: AppOptions, desktop: () => Desktop): () => void {
  let asking = false;
  const ask = async (hosts: number): Promise<void> => {
    asking = true;
    const { stopQuestion, stopDetails } = messages.tracker;
    if (await desktop().confirm(stopQuestion, stopDetails(hosts))) onQuit();
    asking = false;
  };
  return () => {
    const hosts = overview.counts().hosts;
    if (asking || hosts === 0) onQuit();
    else void ask(hosts);
  };
}

function statusLine(overview: Overview, { tracker }: Messages): StatusPart[] {
  const { documents, hosts } = overview.counts();
  const [url = ''] = overview.urls;
  const told = [url, ...tracker.status(documents, hosts, perSecond(overview.history()))];
  return told.map((text, at) => ({ text: [span(text, 'dim')], weight: -at }));
}
