import type { Messages } from '../messages/messages.ts';
import type { StatusPart } from './bottom-line.ts';
import type { Component, Glyphs } from './component.ts';
import type { Binding, KeyChanges } from './key-table.ts';

/** One of the screen's pages. */
export interface Tab {
  readonly id: string;
  readonly title: string;
  readonly component: Component;
}

/** What a desktop is made with. */
export interface DesktopOptions {
  readonly tabs: readonly Tab[];
  /** keys of the components; those of `DEFAULT_KEYS` are there already */
  readonly bindings: readonly Binding[];
  readonly keyChanges?: KeyChanges;
  readonly messages: Messages;
  readonly glyphs: Glyphs;
  /** at the right of the tabs, where there is room */
  readonly title: string;
  /** runs what was written after `:`; what it throws is shown */
  readonly commandLine?: (text: string) => Promise<void>;
  /** what the command line completes */
  readonly verbs?: readonly string[];
  /** somebody wants to leave */
  readonly onQuit: () => void;
  /** actions of the context `app` that are not the desktop's own; @returns whether it knows the action */
  readonly onAction?: (action: string) => boolean;
  /** the last line, while there is nothing more important to say */
  readonly statusLine?: () => readonly StatusPart[];
  /** ms since 1970 */
  readonly now: () => number;
  /** calls `run` after `ms`; setTimeout without it */
  readonly later?: (run: () => void, ms: number) => void;
}
