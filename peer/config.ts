import { resolve } from 'node:path';
import { defaultDataFolder } from '../common/runtime/paths.ts';
import type { ScreenSettings } from '../common/terminal/screen-settings.ts';
import type { LimitValues } from './limit/limit.ts';
import {
  checkSettings,
  type Decided,
  mergeSettings,
  type PeerSettings,
  parseList,
  readStored,
  settingsFile,
  writeStored,
} from './settings/settings.ts';

/** How a node is set up: checked once, then fixed for its life. What may change meanwhile, `Node.settings` tells. */
export interface PeerConfig {
  /** absolute path of the folder with the node's state */
  readonly data: string;
  /** base URLs, the preferred one first, without a slash at the end */
  readonly trackers: readonly string[];
  /** address to listen on and to be found at; without it the node chooses */
  readonly host?: string;
  /** name of the network interface whose addresses are used, `eth0`; without it the node chooses */
  readonly interface?: string;
  /** first port to try; 0 lets the system choose */
  readonly port: number;
  /** whether `port` was asked for: then one in use is an error, not a reason to take the next */
  readonly portFixed: boolean;
  /** `ip:port` of a relay or forwarded port under which others reach this node, instead of its own addresses */
  readonly announceAddresses?: readonly string[];
  /** downloads of the queue that run at once; the others wait */
  readonly maxActiveTransfers: number;
  /** whether what is put into its folders is published, or fetched */
  readonly watchFolders: boolean;
  /** what it may use */
  readonly limits: LimitValues;
  /** how the terminal UI looks */
  readonly screen: ScreenSettings;
  /** what of this was not stored, and wins over what is */
  readonly decided: Decided;
}

/** Settings of the command line, which alone (with the environment) say where the data are. */
export interface PeerFlags extends PeerSettings {
  readonly data?: string;
}

/** The variables that are looked at; `PAGESWARM_TRACKER` is a list divided by blanks or commas. */
export interface PeerEnvironment {
  readonly PAGESWARM_DATA?: string | undefined;
  readonly PAGESWARM_TRACKER?: string | undefined;
  /** anything but empty: no colours, whatever the terminal can do. @see https://no-color.org */
  readonly NO_COLOR?: string | undefined;
}

/**
 * The configuration of a node: defaults, over them `config.json` in the data folder, the environment, the flags.
 *
 * @throws {CodedError} ERR_CONFIG_INVALID, naming the source and the setting
 */
export async function loadConfig(flags: PeerFlags, environment: PeerEnvironment): Promise<PeerConfig> {
  const data = dataFolderOf(flags, environment);
  const stored = checkSettings(await readStored(data), settingsFile(data));
  return mergeConfig(data, stored, decide(flags, environment));
}

/** Absolute path of the folder with the node's state. */
export function dataFolderOf(flags: PeerFlags, environment: PeerEnvironment): string {
  return resolve(flags.data ?? (environment.PAGESWARM_DATA || defaultDataFolder('peer')));
}

/** What the environment and the command line decide. @throws {CodedError} ERR_CONFIG_INVALID */
export function decide(flags: PeerFlags, environment: PeerEnvironment): Decided {
  return {
    environment: checkSettings(settingsOf(environment), 'the environment'),
    commandLine: checkSettings(flags, 'the command line'),
  };
}

/** The configuration that checked settings make: those `stored`, over them what was `decided`. */
export function mergeConfig(data: string, stored: PeerSettings, decided: Decided): PeerConfig {
  const layers = [stored, decided.environment, decided.commandLine];
  const merged = mergeSettings(layers);
  return Object.freeze({
    data,
    trackers: Object.freeze([...new Set(merged.trackers)]),
    ...(merged.host === undefined ? {} : { host: merged.host }),
    ...(merged.interface === undefined ? {} : { interface: merged.interface }),
    port: merged.port,
    portFixed: layers.some(({ port }) => port !== undefined),
    ...(merged.announceAddresses === undefined ? {} : { announceAddresses: merged.announceAddresses }),
    maxActiveTransfers: merged.maxActiveTransfers,
    watchFolders: merged.watchFolders,
    limits: Object.freeze(limitsOf(merged)),
    screen: Object.freeze(screenOf(merged)),
    decided,
  });
}

/** Those of `settings` that a screen is made with. */
function screenOf({ language, theme, colours, borders, mouse, keys }: ScreenSettings): ScreenSettings {
  return { language, theme, colours, borders, mouse, keys };
}

/** Those of `settings` that say what a node may use. */
export function limitsOf(settings: LimitValues): LimitValues {
  const { limitUp, limitDown, limitLocal, maxSources, maxStorage } = settings;
  const { maxConnections, maxConnectionsPerDocument } = settings;
  const connections = { maxConnections, maxConnectionsPerDocument };
  return { limitUp, limitDown, limitLocal, ...connections, maxSources, maxStorage };
}

/**
 * Remembers `trackers` in the `config.json` of `data` unless some are stored there, so that later commands on the
 * same folder need no `--tracker`. Everything else in the file stays.
 */
export async function rememberTrackers(data: string, trackers: readonly string[]): Promise<void> {
  const stored = await readStored(data);
  if (stored['trackers'] !== undefined || trackers.length === 0) return;
  await writeStored(data, { ...stored, trackers });
}

function settingsOf({ PAGESWARM_TRACKER }: PeerEnvironment): PeerSettings {
  const trackers = parseList(PAGESWARM_TRACKER ?? '');
  return trackers.length === 0 ? {} : { trackers };
}
