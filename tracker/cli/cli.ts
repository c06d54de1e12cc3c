import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { LANGUAGES } from '../../common/messages/section.ts';
import { aborted } from '../../common/runtime/aborted.ts';
import { createDeferred } from '../../common/runtime/deferred.ts';
import { createLog, LOG_LEVELS } from '../../common/runtime/log.ts';
import { createLogRing } from '../../common/runtime/log-ring.ts';
import { defaultDataFolder } from '../../common/runtime/paths.ts';
import { listenForShutdown } from '../../common/runtime/shutdown.ts';
import { requireTerminal } from '../../common/runtime/terminal/suitable.ts';
import { DEFAULT_SCREEN, type ScreenSettings, THEMES } from '../../common/terminal/screen-settings.ts';
import { LIMITS } from '../../common/tracker-api/limits.ts';
import type { Overview } from '../overview/overview.ts';
import { PACE } from '../pace.ts';
import type { Tracker, TrackerOptions } from '../tracker.ts';

const EXAMPLES = `
On a terminal it opens a screen. Without one, or with --headless or --json, it prints how it is reached.

Examples:
  $ pageswarm tracker                          on all addresses, port 8168 or the next free one
  $ pageswarm tracker --headless               no screen
  $ pageswarm tracker --interface eth0         on one network only
  $ pageswarm tracker --host 127.0.0.1 --port 9000 --data ./tracker
`;

/** The verb `tracker`: runs a tracker until it is stopped. */
export function trackerCommand(): Command {
  const command = new Command('tracker')
    .description('index published documents and tell who holds them; on a terminal, with its screen')
    .option('--host <address>', 'address to listen on (default: all)')
    .option('--port <number>', 'port to listen on (default: 8168 or the next free one)', port)
    .option('--interface <name>', 'network interface to listen on')
    .option('--data <folder>', 'folder of the catalog', defaultDataFolder('tracker'))
    .addOption(pace('--heartbeat <seconds>', 'how often hosts say that they live', PACE.heartbeatMs))
    .addOption(pace('--full <seconds>', 'how often they list all that they hold', PACE.fullMs))
    .addOption(pace('--sweep <seconds>', 'how often the silent are forgotten', PACE.sweepMs))
    .addOption(pace('--announce <seconds>', 'how often standard clients announce', PACE.announceMs))
    .option('--headless', 'no screen')
    .option('--json', 'no screen, but one line of JSON when ready')
    .addOption(new Option('--lang <language>', 'language of the screen').choices(LANGUAGES))
    .addOption(new Option('--theme <theme>', 'background of the terminal').choices(THEMES))
    .option('--ascii', 'draw lines with + - | only')
    .option('--no-mouse', 'leave the mouse to the terminal')
    .addOption(
      new Option('--log-level <level>', 'what is logged to stderr; on the screen it has a tab')
        .choices(LOG_LEVELS)
        .default('warn' as const),
    )
    .addHelpText('after', EXAMPLES)
    .action(async ({ heartbeat, full, sweep, announce, ...options }) => {
      const { json, headless, logLevel, lang, theme, ascii, mouse, ...where } = options;
      const paces = { heartbeatMs: heartbeat, fullMs: full, sweepMs: sweep, announceMs: announce };
      if (json !== true && headless !== true && isAtTerminal()) {
        const borders = ascii === true ? 'ascii' : DEFAULT_SCREEN.borders;
        const wish = { ...(lang && { language: lang }), ...(theme && { theme }), borders, mouse };
        return runOnScreen({ ...where, ...paces }, { ...DEFAULT_SCREEN, ...wish });
      }
      await runTracker({ ...where, ...paces, log: createLog({ level: logLevel }) }, json === true);
    });
  return command as unknown as Command; // its options are nobody else's business
}

/** Runs a tracker until the process is asked to end. */
async function runTracker(options: TrackerOptions, json: boolean): Promise<void> {
  using shutdown = listenForShutdown({ exitCode: 1 });
  await using tracker = await startTracker(options);
  process.stdout.write(json ? readyLine(tracker) : readyText(tracker, options.data));
  await aborted(shutdown.signal);
}

/** Loads the tracker when it is to run: the verbs of a peer share this program and start without it. */
async function startTracker(options: TrackerOptions): Promise<Tracker> {
  const { createTracker } = await import('../tracker.ts');
  return createTracker(options);
}

/** Whether somebody sits at a terminal who may be shown a screen. */
function isAtTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

/** Runs a tracker with its screen, which is there while the catalog is read, until somebody quits, or the process is asked to end. */
async function runOnScreen(options: TrackerOptions, settings: ScreenSettings): Promise<void> {
  using shutdown = listenForShutdown({ exitCode: 1 });
  requireTerminal(process, INSTEAD);
  const log = createLogRing();
  const screen = import('../tui/tui.ts'); // loaded while the database is opened
  const composed = createDeferred<Overview>();
  const failed = new AbortController();
  const starting = startTracker({ ...options, log: log.log, composed: composed.resolve });
  starting.catch(() => failed.abort());
  await Promise.race([composed.promise, starting]);
  const { showTracker } = await screen;
  const signal = AbortSignal.any([shutdown.signal, failed.signal]);
  const launch = { overview: await composed.promise, log, settings, instead: INSTEAD, signal };
  const farewell = await showTracker(launch);
  await using _ = await starting;
  process.stdout.write(farewell);
}

/** What there is for terminals that show no screens. */
const INSTEAD =
  'use `pageswarm tracker --headless`, and from anywhere `pageswarm trackers`, `hosts`, `list`, `search` and `show`';

function readyLine({ url, urls, port }: Tracker): string {
  return `${JSON.stringify({ type: 'ready', url, port, urls })}\n`;
}

function readyText({ url, urls }: Tracker, data: string): string {
  const others = urls.slice(1).map((other) => `  or at         ${other}\n`);
  return [
    `Tracker at      ${url}\n`,
    ...others,
    `  catalog in    ${data}\n`,
    '\nOn any machine that reaches it:\n',
    `  pageswarm peer --tracker ${url}\n`,
    `  pageswarm publish FILE.pdf --tracker ${url}\n`,
    '\nStop it with Ctrl-C.\n',
  ].join('');
}

/** An option in seconds whose value is in ms. */
function pace<Flags extends string>(flags: Flags, description: string, defaultMs: number) {
  return new Option(flags, description).argParser(seconds).default(defaultMs, String(defaultMs / 1000));
}

function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535 && text.trim() !== '') return value;
  throw new InvalidArgumentError('A port is a number from 0 to 65535.');
}

/** Seconds, fractions allowed, as ms. */
function seconds(text: string): number {
  const value = Number(text);
  if (value * 1000 >= LIMITS.minIntervalMs && value * 1000 <= LIMITS.maxIntervalMs)
    return Math.round(value * 1000);
  throw new InvalidArgumentError('Give seconds, from 0.05 to 86400.');
}
