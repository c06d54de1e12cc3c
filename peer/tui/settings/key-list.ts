import type { KeyChanges } from '../../../common/terminal/key-table.ts';
import { type Line, span } from '../../../common/terminal/line.ts';
import { TablePane } from '../../../common/terminal/table-pane.ts';
import type { SettingsParts } from './parts.ts';
import { type KeyRow, keyColumns, keyRows, withKeys } from './view.ts';

/** Every action of the screen with its keys, which can be changed. */
export class KeyList {
  readonly table: TablePane<KeyRow>;
  readonly #parts: SettingsParts;
  readonly #store: (changes: KeyChanges) => Promise<void>;

  constructor(parts: SettingsParts, store: (changes: KeyChanges) => Promise<void>) {
    this.#parts = parts;
    this.#store = store;
    const { messages, host } = parts;
    this.table = new TablePane<KeyRow>({
      columns: keyColumns(messages.settings),
      key: ({ name }) => name,
      messages,
      host,
      onOpen: (row) => void this.#ask(row),
    });
    this.refresh();
  }

  /** Takes the keys that are in force now. */
  refresh(): void {
    const { bindings, describe, keyChanges, host } = this.#parts;
    this.table.setRows(keyRows(bindings, keyChanges(), describe));
    host.redraw();
  }

  contexts(): readonly string[] {
    return this.table.editing ? this.table.contexts() : ['key-list', ...this.table.contexts()];
  }

  act(action: string): boolean {
    const row = this.table.cursor;
    if (action === 'change' && row !== undefined) void this.#ask(row);
    else if (action === 'reset' && row !== undefined) void this.#give(row.name, []);
    else return this.table.act(action);
    return true;
  }

  /** Who else has a key of the row under the cursor. */
  footer(): Line[] {
    const texts = this.#parts.messages.settings;
    const conflicts = this.table.cursor?.conflicts ?? [];
    return conflicts.map(({ key, action }) => [span(`! ${texts.conflict(key, action)}`, 'warning')]);
  }

  async #ask({ name, keys }: KeyRow): Promise<void> {
    const { host, messages } = this.#parts;
    const text = await host.prompt(messages.settings.askKeys(name), keys.join(' '));
    if (text !== undefined)
      await this.#give(
        name,
        text.split(/\s+/).filter((key) => key !== ''),
      );
  }

  async #give(name: string, keys: readonly string[]): Promise<void> {
    await this.#store(withKeys(this.#parts.keyChanges(), name, keys));
    this.refresh();
  }
}
