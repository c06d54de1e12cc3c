import type { Messages } from '../messages/messages.ts';
import type { Component, Host } from './component.ts';
import { ChooseDialog, ConfirmDialog, PromptDialog } from './dialogs.ts';
import { lineWidth, span } from './line.ts';
import { wrapText } from './wrap-text.ts';

const LEAST_COLUMNS = 28;
const MOST_COLUMNS = 92;
/** of a line that is asked for: long enough for a path */
const ANSWER_COLUMNS = 64;

/** Where dialogs are opened, and how large that is. */
interface Stack extends Pick<Host, 'open' | 'close'> {
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

/** Asks for a line on `host`, that begins as `text`; `undefined` for escape. */
export function askForText(
  host: Stack,
  texts: Texts,
  question: string,
  text: string,
): Promise<string | undefined> {
  const lines = [question, ' '.repeat(ANSWER_COLUMNS)];
  return ask(host, texts.prompt, lines, (answer) => new PromptDialog(question, text, answer));
}

/** Asks for one of `choices` on `host`; its index, `undefined` for escape. */
export function askToChoose(
  host: Stack,
  texts: Texts,
  question: string,
  choices: readonly string[],
  current: number,
): Promise<number | undefined> {
  const lines = [question, ...choices.map((choice) => `  ${choice}`)];
  return ask(host, texts.choose, lines, (answer) => new ChooseDialog(question, choices, current, answer));
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
