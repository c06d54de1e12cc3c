import type { KeysInForce } from '../../common/messages/keyed.ts';
import { pickLanguage } from '../../common/messages/language.ts';
import { messagesIn } from '../../common/messages/messages.ts';
import { createDeferred } from '../../common/runtime/deferred.ts';
import { requireTerminal } from '../../common/runtime/terminal/suitable.ts';
import { openTerminal } from '../../common/runtime/terminal/terminal.ts';
import { createDesktop, type Desktop } from '../../common/terminal/desktop.ts';
import { glyphsFor } from '../../common/terminal/glyphs.ts';
import type { ScreenSettings } from '../../common/terminal/screen-settings.ts';
import { detectTheme } from '../../common/terminal/theme.ts';
import type { PeerConfig } from '../config.ts';
import type { Operations } from '../operations/operations.ts';
import type { Peer } from '../peer.ts';
import type { CommandLine } from './command-line/command-line.ts';
import { FirstRun } from './first-run/first-run.ts';
import { firstRunOf, isFirstRun } from './first-run/set-up.ts';
import { PEER_KEYS } from './keys.ts';
import { attachedNode, startOwnNode } from './node-link.ts';
import { type Look, NodeScreen } from './node-screen.ts';

export type { CommandLine, CommandSink } from './command-line/command-line.ts';

/** What there is for terminals that show no screens. */
const INSTEAD =
  'use `pageswarm peer --headless` and the commands `pageswarm status`, `search`, `get`, `publish` (`pageswarm --help` lists all)';

/** What a screen is opened with. */
interface Launch {
  /** the configuration as it is kept by now */
  load(): Promise<PeerConfig>;
  readonly commandLine: CommandLine;
  /** says something after the screen was closed */
  note(line: string): void;
  /** aborts when the program shall end */
  readonly signal: AbortSignal;
}

/**
 * Shows a node that starts and ends with the screen. One that was never set up is, first.
 *
 * @throws {CodedError} ERR_TERMINAL_UNSUITABLE, and those of `createPeer`, when the screen is closed again
 */
export async function showOwnNode(
  launch: Launch & { start(config: PeerConfig): Promise<Peer> },
): Promise<void> {
  await withScreen(launch, async ({ screen, config, ...opened }) => {
    if (await isFirstRun(config)) await setUp({ screen, config, ...opened });
    if (!screen.over.aborted) await screen.run(() => startOwnNode(launch.load, launch.start));
  });
}

/**
 * Shows the node of another process until the person leaves.
 *
 * @throws {CodedError} ERR_TERMINAL_UNSUITABLE; ERR_CONTROL_LOST when the node is gone; what `connect` throws
 */
export async function showAttachedNode(
  launch: Launch & { connect(config: PeerConfig): Promise<Operations> },
): Promise<void> {
  requireTerminal(process, INSTEAD);
  const config = await launch.load();
  const connect = () => launch.connect(config);
  // without a node there is nothing to show, and no need of a screen to say so
  const operations = await connect();
  await withScreen(launch, ({ screen }) => screen.run(async () => attachedNode(operations, connect)));
}

/** A screen that is open. */
interface Opened {
  readonly screen: NodeScreen;
  readonly desktop: Desktop;
  readonly config: PeerConfig;
  look(): Look;
  lookAs(settings: ScreenSettings): void;
}

async function withScreen(launch: Launch, work: (opened: Opened) => Promise<void>): Promise<void> {
  const config = await launch.load();
  const keysOf: KeysInForce = (action) => desktop.keys.keysOfName(action);
  let look = lookOf(config.screen, keysOf);
  const desktop = createDesktop({
    tabs: [],
    bindings: PEER_KEYS,
    keyChanges: look.settings.keys,
    messages: look.messages,
    glyphs: glyphsFor(look.settings.borders, process.env),
    title: look.messages.app.title,
    commandLine: (text) => screen.command(text, launch.commandLine, config.data),
    verbs: launch.commandLine.verbs,
    onQuit: () => void screen.leave(),
    onAction: (action) => action === 'app-settings' && goToSettings(desktop),
    statusLine: () => screen.statusLine(),
    now: Date.now,
  });
  const screen = new NodeScreen({
    desktop,
    look: () => look,
    lookAgain: async () => lookAs((await launch.load()).screen),
    leaving: (ends) => {
      // the trackers may take their time: meanwhile Ctrl-C does what it does everywhere
      terminal.close();
      if (ends) launch.note(look.messages.app.stopping);
    },
    signal: launch.signal,
  });
  using terminal = openTerminal(desktop, {
    theme: detectTheme(process.env, look.settings),
    mouse: look.settings.mouse,
    title: look.messages.app.title,
    signal: launch.signal,
    instead: INSTEAD,
  });
  terminal.closed.addEventListener('abort', () => screen.close(), { once: true });

  function lookAs(settings: ScreenSettings): void {
    const before = look;
    look = lookOf(settings, keysOf);
    desktop.setMessages(look.messages);
    desktop.setGlyphs(glyphsFor(settings.borders, process.env));
    desktop.setKeys(settings.keys);
    terminal.setTheme(detectTheme(process.env, settings));
    terminal.setMouse(settings.mouse);
    // what the tabs say and draw was made for the language and the borders of before
    const { language, borders } = before.settings;
    if (language !== settings.language || borders !== settings.borders) screen.renew();
  }
  await work({ screen, desktop, config, look: () => look, lookAs });
}

/** Asks what a new node has to know, and keeps it. */
async function setUp({ screen, desktop, config, look, lookAs }: Opened): Promise<void> {
  const { keep, ...machine } = firstRunOf(config);
  const kept = createDeferred<void>();
  const firstRun = new FirstRun({
    ...machine,
    host: desktop,
    messages: () => look().messages,
    language: pickLanguage(config.screen.language, process.env),
    speak: (language) => lookAs({ ...look().settings, language }),
    done: async (choice) => kept.resolve(await keep(choice)),
    signal: screen.over,
  });
  await screen.during(firstRun, kept.promise);
}

function goToSettings(desktop: Desktop): true {
  desktop.goTo('settings');
  return true;
}

/** What the screen says and how it looks, by `settings`. @param keysOf the keys that are in force whenever it is asked */
function lookOf(settings: ScreenSettings, keysOf: KeysInForce): Look {
  return { settings, messages: messagesIn(pickLanguage(settings.language, process.env), keysOf) };
}
