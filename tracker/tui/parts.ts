import type { Messages } from '../../common/messages/messages.ts';
import type { LogRing } from '../../common/runtime/log-ring.ts';
import type { SavePlaces } from '../../common/terminal/ask-to-save-torrent.ts';
import type { Host } from '../../common/terminal/component.ts';
import type { Overview } from '../overview/overview.ts';
import type { Pulse } from './pulse.ts';

/** What all panes of the tracker's screen are made with. */
export interface ScreenParts {
  readonly overview: Overview;
  readonly log: LogRing;
  readonly host: Host;
  readonly messages: Messages;
  readonly pulse: Pulse;
  readonly places: SavePlaces;
  /** ms, of a clock that never goes back: for measuring what something takes */
  readonly clock: () => number;
}
