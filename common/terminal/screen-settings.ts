import { LANGUAGES, type Language } from '../messages/section.ts';
import type { KeyChanges } from './key-table.ts';

/** How a person wants a screen; `auto` is found out from the terminal and the locale. */
export interface ScreenSettings {
  readonly language: 'auto' | Language;
  readonly theme: (typeof THEMES)[number];
  /** how many colours the terminal is given */
  readonly colours: (typeof COLOURS)[number];
  readonly borders: (typeof BORDERS)[number];
  /** off leaves the selecting of text to the terminal */
  readonly mouse: boolean;
  readonly keys: KeyChanges;
}

/** What each of them may be. */
export const SCREEN_LANGUAGES: readonly ScreenSettings['language'][] = ['auto', ...LANGUAGES];
export const THEMES = ['auto', 'dark', 'light'] as const;
export const COLOURS = ['auto', 'none', '16', '256'] as const;
export const BORDERS = ['auto', 'unicode', 'ascii'] as const;

/** The screen of somebody who has asked for nothing else. */
export const DEFAULT_SCREEN: ScreenSettings = {
  language: 'auto',
  theme: 'auto',
  colours: 'auto',
  borders: 'auto',
  mouse: true,
  keys: {},
};
