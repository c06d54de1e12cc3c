import type { Messages } from '../../../common/messages/messages.ts';
import type { Binding, KeyChanges } from '../../../common/terminal/key-table.ts';
import type { PaneParts } from '../pane.ts';

/** What the settings are made with, beside what every pane is. */
export interface SettingsParts extends PaneParts {
  /** all actions of the screen */
  readonly bindings: readonly Binding[];
  /** what an action does, in words */
  describe(binding: Binding): string;
  /** a person's own keys, as they are in force */
  keyChanges(): KeyChanges;
  /** in the language that is in force by now */
  messagesNow(): Messages;
  /** a setting is kept that is in force at once: the screen becomes as it says */
  applied(): Promise<void>;
  /** the setting that was last under the cursor, for the pane that takes this one's place in another language */
  readonly place: { name: string };
  /** starts the node again; absent where it belongs to another process */
  readonly restart?: () => Promise<void>;
}
