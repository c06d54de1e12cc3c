import type { Messages } from '../messages/messages.ts';
import { widthOf } from './cells.ts';
import type { Component, Host } from './component.ts';
import { ChooseDialog, ConfirmDialog, PromptDialog } from './dialogs.ts';
import { lineWidth, span } from './line.ts';
import { wrapText } from './wrap-text.ts';

const LEAST_COLUMNS = 28;
const MOST_COLUMNS = 92;
/** of a line that is asked for: long enough for a path */
const ANSWER_COLUMNS = 64;

/** of a border: its corners and a blank at each side of the title */
const AROUND_TITLE = 4;

/** Where dialogs are opened, and how large that is. */
interface Stack extends Pick<Host, 'open' | 'close' | 'glyphs'> {
  readonly columns: number;
}

type Texts = Messages['terminal'];

/** Asks yes or no on `host`; `false` for escape. */
export function askToConfirm(
  host: Stack,
  texts: Texts,
  question: string,
  details: readonly string[],
): Promise<boolean> {
  const lines = [question, ...(details.length > 0 ? ['', ...details] : []), '', ''];
  return ask(host, texts.confirm, lines, (answer) => new ConfirmDialog(question, details, texts, answer));
}

/** Asks for a line on `host`, that begins as `text`; `undefined` for escape. The question is the title, where that has room. */
export function askForText(host: Stack, question: string, text: string): Promise<string | undefined> {
  const { title, above } = titled(question, Math.min(ANSWER_COLUMNS, host.columns - 2));
  const lines = [...above, ' '.repeat(ANSWER_COLUMNS)];
  return ask(host, title, lines, (answer) => new PromptDialog(above.join(), text, answer));
}

/** Asks for one of `choices` on `host`; its index, `undefined` for escape. The question is the title, where that has room. */
export function askToChoose(
  host: Stack,
  question: string,
  choices: readonly string[],
  current: number,
): Promise<number | undefined> {
  const { title, above } = titled(question, Math.min(MOST_COLUMNS, host.columns - 2));
  const leastColumns = title === '' ? 0 : widthOf(title) + AROUND_TITLE - 2;
  const lines = [...above, ...choices.map((choice) => `  ${choice}`.padEnd(leastColumns))];
  const { arrow } = host.glyphs;
  return ask(
    host,
    title,
    lines,
    (answer) => new ChooseDialog(above.join(), { choices, current, arrow }, answer),
  );
}

/** `question` as the title of a dialog that is `columns` wide inside; above its content where it is too long for that. */
function titled(question: string, columns: number): { readonly title: string; readonly above: string[] } {
  const fits = widthOf(question) + AROUND_TITLE <= columns + 2;
  return fits ? { title: question, above: [] } : { title: '', above: [question] };
}

/** opens a dialog that has room for `lines`, and closes it when it is answered */
function ask<Answer>(
  host: Stack,
  title: string,
  lines: readonly string[],
  dialog: (answer: (given: Answer) => void) => Component,
): Promise<Answer> {
  return new Promise((resolve) => {
    const component = dialog((given) => {
      host.close(component);
      resolve(given);
    });
    const widest = Math.max(LEAST_COLUMNS, ...lines.map((text) => lineWidth([span(text)])));
    // as many rows as it takes inside the border of this screen
    const columns = Math.max(1, Math.min(MOST_COLUMNS, widest, host.columns - 2));
    const rows = lines.reduce((sum, text) => sum + wrapText(text, columns).length, 0);
    host.open(component, { title, columns, rows });
  });
}
