import { CodedError } from '../../common/errors.ts';
import type { Setting, SettingSource } from '../operations/operations.ts';
import { invalidSetting } from './checks.ts';
import { readStored, settingsFile, writeStored } from './stored.ts';
import {
  type PeerSettings,
  SETTING_NAMES,
  SETTINGS,
  type SettingName,
  type SettingsInForce,
} from './table.ts';

export { parseAmount } from './amount.ts';
export { formatKeyChanges } from './key-changes.ts';
export { readStored, settingsFile, writeStored } from './stored.ts';
export { type PeerSettings, parseList, type SettingsInForce } from './table.ts';

/** What was decided where the node was started; it wins over what is stored, for the node's life. */
export interface Decided {
  readonly environment: PeerSettings;
  readonly commandLine: PeerSettings;
}

/** The settings of a node. Several changes at once are made one after the other. */
export interface Settings {
  list(): Promise<readonly Setting[]>;
  /**
   * Stores a setting, or forgets it where `value` is `undefined` or empty.
   *
   * @throws {CodedError} ERR_CONFIG_UNKNOWN_SETTING, ERR_CONFIG_INVALID
   */
  change(name: string, value: string | undefined): Promise<Setting>;
  /** Calls `listener` with all that is in force, after each change. @returns what ends that */
  onChange(listener: (settings: SettingsInForce) => void): () => void;
}

/** The settings in `given`, each checked; what is absent stays absent and unknown names are left alone. */
export function checkSettings(given: object, source: string): PeerSettings {
  const settings: Record<string, unknown> = { ...given };
  const checked: Record<string, unknown> = {};
  for (const name of SETTING_NAMES) {
    const value = settings[name];
    if (value !== undefined) checked[name] = checkSetting(name, value, source);
  }
  return checked;
}

/** What `layers` decide together, the strongest last, over the defaults. */
export function mergeSettings(layers: readonly PeerSettings[]): SettingsInForce {
  const fallbacks = SETTING_NAMES.flatMap((name) => {
    const { fallback } = SETTINGS[name];
    return fallback === undefined ? [] : [[name, fallback]];
  });
  return Object.assign(Object.fromEntries(fallbacks), ...layers);
}

/** The settings kept in the folder `data`, under what was `decided`. */
export function createSettings(data: string, decided: Decided): Settings {
  const listeners = new Set<(settings: SettingsInForce) => void>();
  let turn: Promise<unknown> = Promise.resolve();

  async function change(name: SettingName, text: string): Promise<Setting> {
    const source = `'${text}'`;
    const value = text === '' ? undefined : checkSetting(name, SETTINGS[name].parse(text), source);
    const { [name]: _, ...others } = await readStored(data);
    const stored = value === undefined ? others : { ...others, [name]: value };
    await writeStored(data, stored);
    // another setting in the file may be wrong; that does not keep this one from being put right
    const valid = checkSettings(value === undefined ? {} : { [name]: value }, source);
    tell(stored);
    return settingOf(name, valid, decided);
  }

  function tell(stored: object): void {
    if (listeners.size === 0) return;
    const { environment, commandLine } = decided;
    const settings = mergeSettings([checkSettings(stored, settingsFile(data)), environment, commandLine]);
    for (const listener of listeners) listener(settings);
  }

  return {
    async list() {
      const stored = checkSettings(await readStored(data), settingsFile(data));
      return SETTING_NAMES.map((name) => settingOf(name, stored, decided));
    },
    change(name, value) {
      const work = turn.then(() => change(settingNamed(name), value?.trim() ?? ''));
      turn = work.catch(() => undefined);
      return work;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function settingNamed(name: string): SettingName {
  const found = SETTING_NAMES.find((one) => one === name);
  if (found !== undefined) return found;
  const what = `there is no setting '${name}'; there are ${SETTING_NAMES.join(', ')}`;
  throw new CodedError('ERR_CONFIG_UNKNOWN_SETTING', what);
}

function checkSetting(name: SettingName, value: unknown, source: string): unknown {
  return SETTINGS[name].check(value, (what) => invalidSetting(source, `'${name}' ${what}`));
}

function settingOf(name: SettingName, stored: PeerSettings, { environment, commandLine }: Decided): Setting {
  const { format, choices, needsRestart, fallback } = SETTINGS[name];
  const layers: readonly (readonly [SettingSource, unknown])[] = [
    ['command line', commandLine[name]],
    ['environment', environment[name]],
    ['stored', stored[name]],
  ];
  const [source, value] = layers.find(([, decision]) => decision !== undefined) ?? ['default', fallback];
  // the kinds of the table differ by name, which the compiler cannot follow here
  const text = value === undefined ? '' : (format as (value: unknown) => string)(value);
  return { name, value: text, source, choices, needsRestart };
}
