import {
  BORDERS,
  COLOURS,
  DEFAULT_SCREEN,
  SCREEN_LANGUAGES,
  type ScreenSettings,
  THEMES,
} from '../../common/terminal/screen-settings.ts';
import { type LimitValues, NO_LIMITS } from '../limit/limit.ts';
import { checkAmount, formatAmount } from './amount.ts';
import {
  checkAddresses,
  checkSwitch,
  checkText,
  checkTrackers,
  oneOf,
  type Refuse,
  wholeNumber,
} from './checks.ts';
import { checkKeyChanges, formatKeyChanges, parseKeyChanges } from './key-changes.ts';

/** One source of settings; what it leaves out, a weaker source or the default decides. */
export interface PeerSettings extends Partial<ScreenSettings>, Partial<LimitValues> {
  /** base URLs, the preferred one first, without a slash at the end */
  readonly trackers?: readonly string[];
  readonly host?: string;
  readonly interface?: string;
  readonly port?: number;
  /** `ip:port` each */
  readonly announceAddresses?: readonly string[];
  readonly maxActiveTransfers?: number;
  /** whether what is put into `library/` is published, and into `torrents/` fetched */
  readonly watchFolders?: boolean;
}

/** All that is decided in the end. */
export type SettingsInForce = PeerSettings &
  ScreenSettings &
  LimitValues &
  Required<Pick<PeerSettings, 'trackers' | 'port' | 'maxActiveTransfers' | 'watchFolders'>>;

/** The name of a setting, as in `config.json`. */
export type SettingName = keyof PeerSettings;

/** What a setting takes, and how it is read and written. */
interface SettingKind<Value> {
  /** a value of JSON or of a flag, if it is right */
  check(value: unknown, refuse: Refuse): Value;
  /** what people write, as it would stand in JSON; unchecked */
  parse(text: string): unknown;
  format(value: Value): string;
  readonly choices: readonly string[];
  readonly needsRestart: boolean;
  /** absent where the node chooses */
  readonly fallback?: Value;
}

const AT_START = { choices: [], needsRestart: true };
const AT_ONCE = { choices: [], needsRestart: false };

const text = { check: checkText, parse: (written: string) => written, format: (value: string) => value };
const number = { parse: parseNumber, format: String };
const amount = { parse: (written: string) => written, check: checkAmount, format: formatAmount };
const list = { parse: parseList, format: (values: readonly string[]) => values.join(' ') };

function choice<Choice extends string>(choices: readonly Choice[], fallback: Choice): SettingKind<Choice> {
  return { ...text, ...AT_ONCE, check: oneOf(choices), choices, fallback };
}

function onOrOff(fallback: boolean): SettingKind<boolean> {
  const format = (value: boolean) => (value ? 'on' : 'off');
  return { ...text, ...AT_ONCE, check: checkSwitch, format, choices: ['on', 'off'], fallback };
}

/** Every setting, in the order in which people are shown them. */
export const SETTINGS: { readonly [Name in SettingName]-?: SettingKind<Required<PeerSettings>[Name]> } = {
  trackers: { ...list, ...AT_START, check: checkTrackers, fallback: ['http://127.0.0.1:8168'] },
  host: { ...text, ...AT_START },
  interface: { ...text, ...AT_START },
  // the tracker's port is 8168; a peer on the same machine takes the next one
  port: { ...number, ...AT_START, check: wholeNumber(0, 65_535), fallback: 8169 },
  announceAddresses: { ...list, ...AT_START, check: checkAddresses },
  maxActiveTransfers: { ...number, ...AT_ONCE, check: wholeNumber(1, 50), fallback: 3 },
  watchFolders: onOrOff(true),
  limitUp: { ...amount, ...AT_ONCE, fallback: NO_LIMITS.limitUp },
  limitDown: { ...amount, ...AT_ONCE, fallback: NO_LIMITS.limitDown },
  limitLocal: onOrOff(NO_LIMITS.limitLocal),
  maxConnections: {
    ...number,
    ...AT_ONCE,
    check: wholeNumber(8, 10_000),
    fallback: NO_LIMITS.maxConnections,
  },
  maxConnectionsPerDocument: {
    ...number,
    ...AT_ONCE,
    check: wholeNumber(4, 10_000),
    fallback: NO_LIMITS.maxConnectionsPerDocument,
  },
  maxSources: { ...number, ...AT_ONCE, check: wholeNumber(1, 200), fallback: NO_LIMITS.maxSources },
  maxStorage: { ...amount, ...AT_ONCE, fallback: NO_LIMITS.maxStorage },
  language: choice(SCREEN_LANGUAGES, DEFAULT_SCREEN.language),
  theme: choice(THEMES, DEFAULT_SCREEN.theme),
  colours: choice(COLOURS, DEFAULT_SCREEN.colours),
  borders: choice(BORDERS, DEFAULT_SCREEN.borders),
  mouse: onOrOff(DEFAULT_SCREEN.mouse),
  keys: {
    ...AT_ONCE,
    check: checkKeyChanges,
    parse: parseKeyChanges,
    format: formatKeyChanges,
    fallback: DEFAULT_SCREEN.keys,
  },
};

/** The names of all settings, in order. */
export const SETTING_NAMES = Object.keys(SETTINGS) as readonly SettingName[];

/** @returns the number; what is none stays text, for the check to refuse */
function parseNumber(written: string): unknown {
  return /^\d{1,9}$/.test(written.trim()) ? Number(written) : written;
}

/** The items of a list that blanks or commas divide. */
export function parseList(written: string): string[] {
  return written.split(/[\s,]+/).filter((item) => item !== '');
}
