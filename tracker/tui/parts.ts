import type { Messages } from '../../common/messages/messages.ts';
import type { LogRing } from '../../common/runtime/log-ring.ts';
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
  readonly files: FileAccess;
  /** ms, of a clock that never goes back: for measuring what something takes */
  readonly clock: () => number;
}

/** What the screen does with files. */
export interface FileAccess {
  /** absolute, from what a person typed: `~` is the home folder, the rest is in the working folder */
  resolve(path: string): string;
  /** @returns false when there is a file already and `replace` is false. @throws what the file system says */
  write(path: string, bytes: Uint8Array, replace: boolean): Promise<boolean>;
}
