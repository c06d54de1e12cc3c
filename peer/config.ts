import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { CodedError, codeOf, messageOf } from '../common/errors.ts';
import { writeAtomically } from '../common/runtime/atomic-write.ts';
import { defaultDataFolder } from '../common/runtime/paths.ts';
import { formatSocketAddress, parseSocketAddress } from '../common/tracker-api/socket-address.ts';
import { libraryError, makeDataFolder } from './library/library.ts';

/** The tracker's port is 8168; a peer on the same machine takes the next one. */
const FIRST_PORT = 8169;
const DEFAULT_TRACKER = 'http://127.0.0.1:8168';

/** How a node is set up: checked once, then fixed for its life. */
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
}

/** One source of settings; what it leaves out, a weaker source or the default decides. */
export interface PeerSettings {
  readonly trackers?: readonly string[];
  readonly host?: string;
  readonly interface?: string;
  readonly port?: number;
  readonly announceAddresses?: readonly string[];
}

/** Settings of the command line, which alone (with the environment) say where the data are. */
export interface PeerFlags extends PeerSettings {
  readonly data?: string;
}

/** The variables that are looked at; `PAGESWARM_TRACKER` is a list divided by blanks or commas. */
export interface PeerEnvironment {
  readonly PAGESWARM_DATA?: string | undefined;
  readonly PAGESWARM_TRACKER?: string | undefined;
}

/**
 * The configuration of a node: defaults, over them `config.json` in the data folder, the environment, the flags.
 *
 * @throws {CodedError} ERR_CONFIG_INVALID, naming the source and the setting
 */
export async function loadConfig(flags: PeerFlags, environment: PeerEnvironment): Promise<PeerConfig> {
  const data = resolve(flags.data ?? (environment.PAGESWARM_DATA || defaultDataFolder('peer')));
  const file = join(data, 'config.json');
  const stored = checkSettings(await readStored(file), file);
  const fromEnvironment = checkSettings(settingsOf(environment), 'the environment');
  return mergeConfig(data, [stored, fromEnvironment, checkSettings(flags, 'the command line')]);
}

/** The configuration that `layers` of checked settings make, the strongest last. */
export function mergeConfig(data: string, layers: readonly PeerSettings[]): PeerConfig {
  const merged: PeerSettings = Object.assign({}, ...layers);
  return Object.freeze({
    data,
    trackers: Object.freeze([...new Set(merged.trackers ?? [DEFAULT_TRACKER])]),
    ...(merged.host === undefined ? {} : { host: merged.host }),
    ...(merged.interface === undefined ? {} : { interface: merged.interface }),
    port: merged.port ?? FIRST_PORT,
    portFixed: merged.port !== undefined,
    ...(merged.announceAddresses === undefined ? {} : { announceAddresses: merged.announceAddresses }),
  });
}

/**
 * Remembers `trackers` in the `config.json` of `data` unless some are stored there, so that later commands on the
 * same folder need no `--tracker`. Everything else in the file stays.
 */
export async function rememberTrackers(data: string, trackers: readonly string[]): Promise<void> {
  const file = join(data, 'config.json');
  const stored = await readStored(file);
  if (stored.trackers !== undefined || trackers.length === 0) return;
  await makeDataFolder(data);
  await writeAtomically(file, `${JSON.stringify({ ...stored, trackers }, null, 2)}\n`).catch(
    (error: unknown) => {
      throw libraryError(error, file);
    },
  );
}

/** The object in the file, unchecked: settings of a later version stay in it when it is written again. */
async function readStored(file: string): Promise<{ readonly trackers?: unknown }> {
  try {
    const stored: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof stored === 'object' && stored !== null && !Array.isArray(stored)) return { ...stored };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return {};
    throw invalid(file, `it cannot be read (${messageOf(error)}); correct it or move it away`);
  }
  throw invalid(file, 'it is not a JSON object; correct it or move it away');
}

function settingsOf({ PAGESWARM_TRACKER }: PeerEnvironment): Record<string, unknown> {
  const trackers = (PAGESWARM_TRACKER ?? '').split(/[\s,]+/).filter((url) => url !== '');
  return trackers.length === 0 ? {} : { trackers };
}

/** The settings in `given`, each checked; what is absent stays absent and unknown names are left alone. */
function checkSettings(given: object, source: string): PeerSettings {
  const settings: Record<string, unknown> = { ...given };
  const checked: Record<string, unknown> = {};
  for (const [name, check] of Object.entries(CHECKS)) {
    const value = settings[name];
    if (value !== undefined) checked[name] = check(value, (what) => invalid(source, `'${name}' ${what}`));
  }
  return checked;
}

type Check = (value: unknown, refuse: (what: string) => CodedError) => unknown;

const CHECKS: Record<keyof PeerSettings, Check> = {
  trackers: (value, refuse) => {
    if (!Array.isArray(value) || value.length === 0) throw refuse('is a list of tracker URLs');
    return value.map((url) => trackerUrl(url, refuse));
  },
  host: text,
  interface: text,
  announceAddresses: (value, refuse) => {
    if (!Array.isArray(value) || value.length === 0) throw refuse('is a list of addresses');
    return value.map((address) => socketAddress(address, refuse));
  },
  port: (value, refuse) => whole(value, 0, 65_535, refuse),
};

function text(value: unknown, refuse: (what: string) => CodedError): string {
  if (typeof value !== 'string' || value === '') throw refuse('is a text');
  return value;
}

function whole(value: unknown, least: number, most: number, refuse: (what: string) => CodedError): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw refuse(`is a whole number from ${least} to ${most}, got ${JSON.stringify(value)}`);
}

function socketAddress(value: unknown, refuse: (what: string) => CodedError): string {
  const address = typeof value === 'string' ? parseSocketAddress(value) : undefined;
  if (address === undefined)
    throw refuse(`is like 192.0.2.7:8169 or [2001:db8::7]:8169, got ${JSON.stringify(value)}`);
  return formatSocketAddress(address);
}

function trackerUrl(value: unknown, refuse: (what: string) => CodedError): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw refuse(`names a tracker like http://192.0.2.7:8168, got ${JSON.stringify(value)}`);
  }
  return (url.origin + url.pathname).replace(/\/+$/, '');
}

function invalid(source: string, what: string): CodedError {
  return new CodedError('ERR_CONFIG_INVALID', `${source}: ${what}`);
}
