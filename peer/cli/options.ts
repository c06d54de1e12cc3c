import { type Command, InvalidArgumentError, Option, type OptionValues } from '@commander-js/extra-typings';
import { LOG_LEVELS, type LogLevel } from '../../common/runtime/log.ts';
import type { PeerFlags } from '../config.ts';
import { parseAmount } from '../settings/settings.ts';

/** Options of every verb. */
type CommonOptions = {
  readonly quiet?: true | undefined;
};

/** Options of every verb that needs a node. */
export type NodeOptions = CommonOptions & {
  readonly data?: string | undefined;
  readonly tracker?: string[] | undefined;
  readonly logLevel?: LogLevel | undefined;
};

/** Options of verbs whose node listens. */
export type ListenOptions = {
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly interface?: string | undefined;
  readonly announceAddress?: string[] | undefined;
};

/** Options of verbs whose node fetches and serves much. */
export type LimitOptions = {
  readonly limitUp?: number | undefined;
  readonly limitDown?: number | undefined;
  readonly limitLocal?: 'on' | 'off' | undefined;
  readonly maxConnections?: number | undefined;
  readonly maxConnectionsPerDocument?: number | undefined;
  readonly maxSources?: number | undefined;
  readonly maxStorage?: number | undefined;
};

// The casts say what the compiler cannot follow for a command of any type: the options were added to it.

/** `command` with the options of every verb. */
export function withCommonOptions<Args extends unknown[], Opts extends OptionValues>(
  command: Command<Args, Opts>,
): Command<Args, Opts & CommonOptions> {
  const more = command.option('-q, --quiet', 'no progress and no news on stderr, only errors');
  return more as unknown as Command<Args, Opts & CommonOptions>;
}

/** `command` with the options of a verb that needs a node. */
export function withNodeOptions<Args extends unknown[], Opts extends OptionValues>(
  command: Command<Args, Opts>,
): Command<Args, Opts & NodeOptions> {
  const more = withCommonOptions(command)
    .option('--data <folder>', "the node's folder (or PAGESWARM_DATA)")
    .option('--tracker <url>', 'a tracker; may be repeated (or PAGESWARM_TRACKER)', collect)
    .addOption(new Option('--log-level <level>', 'log to stderr').choices(LOG_LEVELS));
  return more as unknown as Command<Args, Opts & NodeOptions>;
}

/** `command` with the options of a verb whose node listens. */
export function withListenOptions<Args extends unknown[], Opts extends OptionValues>(
  command: Command<Args, Opts>,
): Command<Args, Opts & ListenOptions> {
  const more = command
    .option('--host <address>', 'address to listen on and to be found at')
    .option('--port <number>', 'port to listen on; without it 8169 or the next free one', parsePort)
    .option('--interface <name>', 'network interface whose addresses are used')
    .option(
      '--announce-address <ip:port>',
      'where others reach this node behind a relay or a forwarded port; may be repeated',
      collect,
    );
  return more as unknown as Command<Args, Opts & ListenOptions>;
}

/** `command` with the options that say what a node may use. */
export function withLimitOptions<Args extends unknown[], Opts extends OptionValues>(
  command: Command<Args, Opts>,
): Command<Args, Opts & LimitOptions> {
  const more = command
    .option('--limit-up <bytes>', 'send at most so much a second: 500K, 2M; 0: no limit', parseBytes)
    .option('--limit-down <bytes>', 'fetch at most so much a second', parseBytes)
    .addOption(
      new Option('--limit-local <on|off>', 'whether both hold in the local network, too').choices([
        'on',
        'off',
      ]),
    )
    .option('--max-connections <number>', 'connections in all', parseCount)
    .option('--max-connections-per-document <number>', 'connections about one document', parseCount)
    .option('--max-sources <number>', 'holders of a document that are asked at once', parseCount)
    .option('--max-storage <bytes>', 'what the library and unfinished downloads may take: 20G', parseBytes);
  return more as unknown as Command<Args, Opts & LimitOptions>;
}

/** The settings that say what a node may use, as options give them. */
export function limitFlagsOf(options: LimitOptions): PeerFlags {
  const { limitUp, limitDown, limitLocal, maxSources, maxStorage } = options;
  const { maxConnections, maxConnectionsPerDocument } = options;
  return {
    ...(limitUp === undefined ? {} : { limitUp }),
    ...(limitDown === undefined ? {} : { limitDown }),
    ...(limitLocal === undefined ? {} : { limitLocal: limitLocal === 'on' }),
    ...(maxConnections === undefined ? {} : { maxConnections }),
    ...(maxConnectionsPerDocument === undefined ? {} : { maxConnectionsPerDocument }),
    ...(maxSources === undefined ? {} : { maxSources }),
    ...(maxStorage === undefined ? {} : { maxStorage }),
  };
}

/** The settings that the options of a verb make. */
export function flagsOf(options: NodeOptions & ListenOptions & LimitOptions): PeerFlags {
  const { data, tracker: trackers, host, port, interface: network, announceAddress } = options;
  return {
    ...(data === undefined ? {} : { data }),
    ...(trackers === undefined ? {} : { trackers }),
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(network === undefined ? {} : { interface: network }),
    ...(announceAddress === undefined ? {} : { announceAddresses: announceAddress }),
    ...limitFlagsOf(options),
  };
}

function collect(text: string, before: string[] | undefined): string[] {
  return [...(before ?? []), text];
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('a port is a number from 0 (the system chooses) to 65535');
}

function parseBytes(text: string): number {
  const bytes = parseAmount(text);
  if (bytes !== undefined) return bytes;
  throw new InvalidArgumentError('a number of bytes is like 500K, 2M or 10G');
}

function parseCount(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a whole number');
}
