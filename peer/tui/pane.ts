import type { Messages } from '../../common/messages/messages.ts';
import type { Host } from '../../common/terminal/component.ts';
import type { Operations } from '../operations/operations.ts';
import type { Feed } from './feed.ts';

/** What every pane of the node's screen is made with. */
export interface PaneParts {
  readonly operations: Operations;
  readonly host: Host;
  readonly messages: Messages;
  readonly feed: Feed;
  /** aborts when the screen closes */
  readonly signal: AbortSignal;
}
