import { pickLanguage } from '../../common/messages/language.ts';
import { messagesIn } from '../../common/messages/messages.ts';
import { aborted } from '../../common/runtime/aborted.ts';
import type { LogRing } from '../../common/runtime/log-ring.ts';
import { savePlaces } from '../../common/runtime/save-places.ts';
import { openTerminal } from '../../common/runtime/terminal/terminal.ts';
import { glyphsFor } from '../../common/terminal/glyphs.ts';
import type { ScreenSettings } from '../../common/terminal/screen-settings.ts';
import { detectTheme } from '../../common/terminal/theme.ts';
import type { Overview } from '../overview/overview.ts';
import { createApp } from './app.ts';

/** What the tracker's screen is opened with. */
export interface Launch {
  readonly overview: Overview;
  readonly log: LogRing;
  readonly settings: ScreenSettings;
  /** what there is for terminals that cannot show a screen */
  readonly instead: string;
  /** closes the screen when it aborts */
  readonly signal: AbortSignal;
}

/** ms between two looks at what has changed */
const PULSE_MS = 250;

/**
 * Shows the tracker's screen until somebody quits, the terminal goes away or `signal` aborts.
 *
 * @returns what is said to the person in front of the terminal while the tracker stops
 * @throws {CodedError} ERR_TERMINAL_UNSUITABLE
 */
export async function showTracker({ overview, log, settings, instead, signal }: Launch): Promise<string> {
  const messages = messagesIn(pickLanguage(settings.language, process.env));
  const quit = new AbortController();
  const { desktop, pulse } = createApp({
    overview,
    log,
    messages,
    places: savePlaces,
    glyphs: glyphsFor(settings.borders, process.env),
    clock: () => performance.now(),
    onQuit: () => quit.abort(),
  });
  using terminal = openTerminal(desktop, {
    theme: detectTheme(process.env, settings),
    mouse: settings.mouse,
    title: `Pageswarm ${messages.tracker.title}`,
    signal,
    instead,
  });
  const beating = setInterval(() => pulse.beat(), PULSE_MS);
  await aborted(AbortSignal.any([quit.signal, terminal.closed, signal]));
  clearInterval(beating);
  return terminal.closed.aborted ? '' : `${messages.tracker.stopping}\n`;
}
