import { messageOf } from '../../../common/errors.ts';
import type { Component, KeyPress, MousePress } from '../../../common/terminal/component.ts';
import type { KeyChanges } from '../../../common/terminal/key-table.ts';
import { fitLines, type Line, type Size } from '../../../common/terminal/line.ts';
import { TablePane } from '../../../common/terminal/table-pane.ts';
import type { Setting } from '../../operations/operations.ts';
import { formatKeyChanges } from '../../settings/settings.ts';
import { KeyList } from './key-list.ts';
import type { SettingsParts } from './parts.ts';
import { aboutLines, settingColumns } from './view.ts';

/** The tab where everything is set that can be. */
export function createSettingsPane(parts: SettingsParts): Component {
  return new SettingsPane(parts);
}

/** an empty one, and what the setting means in at most two lines, its choices or why it was refused */
const ABOUT_ROWS = 4;

class SettingsPane implements Component {
  readonly #parts: SettingsParts;
  readonly #table: TablePane<Setting>;
  #settings: readonly Setting[] = [];
  #keyList: KeyList | undefined;
  #problem = '';
  #problemOf = '';

  constructor(parts: SettingsParts) {
    this.#parts = parts;
    const { messages, host } = parts;
    const texts = messages.settings;
    this.#table = new TablePane<Setting>({
      columns: settingColumns(texts),
      key: ({ name }) => name,
      empty: texts.waiting,
      messages,
      host,
      onOpen: (setting) => this.#change(setting),
      onCursor: (setting) => {
        if (setting !== undefined) parts.place.name = setting.name;
      },
    });
  }

  get editing(): boolean {
    return this.#inner.editing ?? false;
  }

  get hints(): readonly string[] {
    if (this.editing) return ['editor/editor-accept', 'editor/editor-cancel'];
    return ['settings/change', 'settings/reset', 'table/table-filter'];
  }

  contexts(): readonly string[] {
    if (this.editing) return this.#inner.contexts();
    return this.#keyList === undefined ? ['settings', ...this.#table.contexts()] : this.#keyList.contexts();
  }

  act(action: string): boolean {
    const list = this.#keyList;
    if (list !== undefined) return this.#actInKeys(list, action);
    const setting = this.#table.cursor;
    if (action === 'change' && setting !== undefined) this.#change(setting);
    else if (action === 'reset' && setting !== undefined) void this.#reset(setting);
    else return this.#table.act(action);
    return true;
  }

  type(key: KeyPress): void {
    this.#inner.type?.(key);
  }

  paste(text: string): boolean {
    return this.#inner.paste?.(text) ?? false;
  }

  mouse(press: MousePress): boolean {
    return this.#inner.mouse?.(press) ?? false;
  }

  shown(): void {
    void this.#load();
  }

  view(size: Size): readonly Line[] {
    const rows = Math.max(0, size.rows - ABOUT_ROWS);
    const body = this.#inner.view({ columns: size.columns, rows });
    if (this.#keyList !== undefined) return fitLines([...body, [], ...this.#keyList.footer()], size);
    const setting = this.#table.cursor;
    const problem = setting?.name === this.#problemOf ? this.#problem : '';
    const about = aboutLines(setting, problem, this.#parts.messages.settings, size.columns);
    return fitLines([...body, [], ...about], size);
  }

  get #inner(): Component {
    return this.#keyList?.table ?? this.#table;
  }

  #actInKeys(list: KeyList, action: string): boolean {
    const leaves = action === 'leave' || (action === 'table-clear' && !list.table.act('table-clear'));
    if (leaves) {
      this.#keyList = undefined;
      void this.#load();
      return true;
    }
    return action === 'table-clear' || list.act(action);
  }

  async #load(): Promise<void> {
    const { operations, signal, host } = this.#parts;
    try {
      this.#take(await operations.settings({ signal }));
    } catch (error) {
      if (!signal.aborted) host.say(messageOf(error), 'bad');
    }
  }

  #take(settings: readonly Setting[]): void {
    const first = this.#settings.length === 0;
    const { name } = this.#parts.place;
    this.#settings = settings;
    this.#table.setRows(settings);
    if (first && this.#table.cursor !== undefined) this.#table.list.select(name);
    this.#parts.host.redraw();
  }

  #change(setting: Setting): void {
    if (setting.name === 'keys') this.#openKeys();
    else void this.#ask(setting);
  }

  #openKeys(): void {
    const store = (changes: KeyChanges) => this.#store('keys', formatKeyChanges(changes) || undefined);
    this.#keyList = new KeyList(this.#parts, store);
    this.#parts.host.redraw();
  }

  async #ask({ name, value, choices }: Setting): Promise<void> {
    const { host } = this.#parts;
    if (choices.length === 0) {
      const text = await host.prompt(name, value);
      if (text !== undefined) await this.#store(name, text === '' ? undefined : text);
      return;
    }
    const chosen = await host.choose(name, choices, Math.max(0, choices.indexOf(value)));
    if (chosen !== undefined) await this.#store(name, choices[chosen]);
  }

  async #reset({ name }: Setting): Promise<void> {
    const { host, messages } = this.#parts;
    if (await host.confirm(messages.settings.askUnset(name))) await this.#store(name, undefined);
  }

  async #store(name: string, value: string | undefined): Promise<void> {
    const { operations, signal } = this.#parts;
    this.#problemOf = name;
    this.#problem = '';
    try {
      const setting = await operations.configure({ name, value }, { signal });
      this.#take(this.#settings.map((one) => (one.name === name ? setting : one)));
      await this.#afterwards(setting, value);
    } catch (error) {
      this.#problem = messageOf(error);
      if (!signal.aborted) this.#parts.host.say(this.#problem, 'bad');
    }
  }

  /** Puts in force what can be, and says what cannot. */
  async #afterwards(setting: Setting, value: string | undefined): Promise<void> {
    const { host, messages, messagesNow, applied } = this.#parts;
    const texts = messages.settings;
    if (setting.source === 'environment' || setting.source === 'command line') {
      host.say(texts.overruled(texts.sources[setting.source]));
    } else if (setting.needsRestart) {
      await this.#offerRestart(setting.name);
    } else {
      await applied();
      const { saved, unset } = messagesNow().settings;
      host.say(value === undefined ? unset(setting.name) : saved(setting.name), 'good');
      this.#keyList?.refresh();
    }
  }

  async #offerRestart(name: string): Promise<void> {
    const { host, messages, restart } = this.#parts;
    const texts = messages.settings;
    if (restart === undefined) return host.say(texts.restartLater(name));
    if (await host.confirm(texts.askRestart(name), [texts.restartDetails])) await restart();
    else host.say(texts.restartLater(name));
  }
}
