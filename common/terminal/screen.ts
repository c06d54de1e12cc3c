import type { KeyPress, MousePress } from './component.ts';
import type { Line, Size } from './line.ts';

/** What a terminal shows, and where its keys go. */
export interface Root {
  view(size: Size): readonly Line[];
  key(press: KeyPress): void;
  paste(text: string): void;
  mouse(press: MousePress): void;
  /** it is on a screen now */
  attach?(screen: Screen): void;
}

/** What a root can ask of the terminal that it is on. */
export interface Screen {
  /** paints what has changed; at most ten times a second */
  redraw(): void;
  /** paints everything, whatever another program left on the screen */
  repaint(): void;
  /** puts text on the person's clipboard (OSC 52) */
  copy(text: string): void;
  /** hands the terminal back to the shell until the program is continued */
  suspend(): void;
}
