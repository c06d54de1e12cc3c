const MOUSE_ON = '\u001b[?1000h\u001b[?1006h';
const MOUSE_OFF = '\u001b[?1006l\u001b[?1000l';
const PASTES_ON = '\u001b[?2004h';
const PASTES_OFF = '\u001b[?2004l';
const KEEP_TITLE = '\u001b[22;0t';
const TITLE_BACK = '\u001b[23;0t';
const PLAIN = '\u001b[m';
/** what a terminal takes as clipboard in one go; xterm and tmux take no more */
const MAX_COPY = 74_994;
/** terminals that show a window's title as text */
const WITHOUT_TITLE = /^(linux|vt\d|cons|sun|ansi|dumb)/;

/** What is asked of a terminal besides cells. */
export interface Modes {
  readonly mouse: boolean;
  readonly title: string;
}

/** The sequences that turn `modes` on, in a terminal of the name `terminal` (TERM). */
export function turnOn({ mouse, title }: Modes, terminal: string): string {
  const titled = WITHOUT_TITLE.test(terminal) ? '' : KEEP_TITLE + titleOf(title);
  return titled + PASTES_ON + (mouse ? MOUSE_ON : '');
}

/** Those that turn everything off, also what is off already. */
export function turnOff(terminal: string): string {
  return MOUSE_OFF + PASTES_OFF + PLAIN + (WITHOUT_TITLE.test(terminal) ? '' : TITLE_BACK);
}

/** The sequence that turns reports of the mouse on or off. */
export function mouseMode(on: boolean): string {
  return on ? MOUSE_ON : MOUSE_OFF;
}

/** Puts `text` on the clipboard of the person's machine (OSC 52), through GNU screen too; nothing when it is too long. */
export function copySequence(text: string, terminal: string, inTmux: boolean): string {
  const bytes = Buffer.from(text).toString('base64');
  if (bytes.length > MAX_COPY || WITHOUT_TITLE.test(terminal)) return '';
  const sequence = `\u001b]52;c;${bytes}\u0007`;
  return terminal.startsWith('screen') && !inTmux ? `\u001bP${sequence}\u001b\\` : sequence;
}

function titleOf(title: string): string {
  return `\u001b]2;${title.replace(/\p{Cc}/gu, ' ')}\u0007`;
}
