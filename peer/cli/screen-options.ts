import { type Command, Option, type OptionValues } from '@commander-js/extra-typings';
import { LANGUAGES, type Language } from '../../common/messages/section.ts';
import { THEMES } from '../../common/terminal/screen-settings.ts';
import type { PeerFlags } from '../config.ts';

/** Options of verbs that open a screen. */
export type ScreenOptions = {
  readonly lang?: Language | undefined;
  readonly theme?: (typeof THEMES)[number] | undefined;
  readonly ascii?: true | undefined;
  /** `false` with --no-mouse */
  readonly mouse?: boolean | undefined;
};

/** `command` with the options of a verb that opens a screen. */
export function withScreenOptions<Args extends unknown[], Opts extends OptionValues>(
  command: Command<Args, Opts>,
): Command<Args, Opts & ScreenOptions> {
  const more = command
    .addOption(new Option('--lang <language>', 'language of the screen').choices(LANGUAGES))
    .addOption(new Option('--theme <theme>', 'background of the terminal').choices(THEMES))
    .option('--ascii', 'draw lines with + - | only')
    .option('--no-mouse', 'leave the mouse to the terminal');
  return more as unknown as Command<Args, Opts & ScreenOptions>;
}

/** The settings that the options make. */
export function screenFlagsOf({ lang, theme, ascii, mouse }: ScreenOptions): PeerFlags {
  return {
    ...(lang === undefined ? {} : { language: lang }),
    ...(theme === undefined ? {} : { theme }),
    ...(ascii === true ? { borders: 'ascii' as const } : {}),
    ...(mouse === false ? { mouse: false } : {}),
  };
}

/** Whether somebody sits at a terminal who may be shown a screen. */
export function isAtTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}
