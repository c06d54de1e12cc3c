import type { Messages } from '../messages/messages.ts';
import type { Component, KeyPress, MousePress } from './component.ts';
import { fitLine, fitLines, type Line, line, type Size, span } from './line.ts';
import { LineEditor } from './line-editor.ts';
import { List } from './list.ts';
import { wrapText } from './wrap-text.ts';

/** Yes or no. Enter takes the one that is chosen: "no" at the beginning, so that nothing is lost by a key too many. */
export class ConfirmDialog implements Component {
  readonly #question: string;
  readonly #details: readonly string[];
  readonly #messages: Messages['terminal'];
  readonly #answer: (yes: boolean) => void;
  #yes = false;
  /** where the answers stand in the last view */
  #row = 0;

  constructor(
    question: string,
    details: readonly string[],
    messages: Messages['terminal'],
    answer: (yes: boolean) => void,
  ) {
    this.#question = question;
    this.#details = details;
    this.#messages = messages;
    this.#answer = answer;
  }

  contexts(): readonly string[] {
    return ['dialog'];
  }

  act(action: string): boolean {
    if (action === 'dialog-yes') this.#answer(true);
    else if (action === 'dialog-no' || action === 'dialog-cancel') this.#answer(false);
    else if (action === 'dialog-accept') this.#answer(this.#yes);
    else if (action === 'dialog-next' || action === 'dialog-previous') this.#yes = !this.#yes;
    else return false;
    return true;
  }

  mouse(press: MousePress): boolean {
    if (press.type !== 'press' || press.row !== this.#row) return false;
    const yes = this.#buttons()[0]?.text.length ?? 0;
    const no = this.#buttons()[2]?.text.length ?? 0;
    if (press.column < yes) this.#answer(true);
    else if (press.column > yes + 1 && press.column < yes + 2 + no) this.#answer(false);
    else return false;
    return true;
  }

  view(size: Size): Line[] {
    const { columns, rows } = size;
    const text = wrapText(this.#question, columns).map((one) => line(one, 'strong'));
    const details = this.#details.flatMap((one) => wrapText(one, columns)).map((one) => line(one));
    // the answers are seen on the smallest screen, too
    const room = Math.max(0, rows - 1);
    const above = [...text, ...(details.length > 0 ? [[], ...details] : []), []].slice(0, room);
    this.#row = above.length;
    return fitLines([...above, this.#buttons()], size);
  }

  #buttons(): Line {
    const { yes, no } = this.#messages;
    const button = (text: string, chosen: boolean) =>
      span(chosen ? `[${text}]` : ` ${text} `, chosen ? 'cursor' : 'key');
    return [button(yes, this.#yes), span('  '), button(no, !this.#yes)];
  }
}

/** A question that is answered by a line of text. */
export class PromptDialog implements Component {
  readonly editing = true;
  readonly #question: string;
  readonly #editor: LineEditor;
  readonly #answer: (text: string | undefined) => void;

  /** @param question empty where the border asks it */
  constructor(question: string, text: string, answer: (text: string | undefined) => void) {
    this.#question = question;
    this.#editor = new LineEditor({ text });
    this.#answer = answer;
  }

  readonly hints = ['editor/editor-accept', 'editor/editor-cancel'];

  contexts(): readonly string[] {
    return ['editor'];
  }

  act(action: string): boolean {
    if (action === 'editor-accept') this.#answer(this.#editor.text);
    else if (action === 'editor-cancel') this.#answer(undefined);
    else return this.#editor.act(action);
    return true;
  }

  type(key: KeyPress): void {
    this.#editor.type(key);
  }

  paste(text: string): boolean {
    this.#editor.paste(text);
    return true;
  }

  view(size: Size): Line[] {
    const above = questionLines(this.#question, size);
    return fitLines([...above, this.#editor.view(size.columns)], size);
  }
}

/** What there is to choose from. */
interface Choosing {
  readonly choices: readonly string[];
  /** the choice that is under the cursor at first, from 0 */
  readonly current: number;
  /** stands before the choice under the cursor */
  readonly arrow: string;
}

/** Some choices, of which one is taken. */
export class ChooseDialog implements Component {
  readonly #question: string;
  readonly #list = new List<{ readonly text: string; readonly at: number }>({ key: ({ at }) => String(at) });
  readonly #arrow: string;
  readonly #answer: (at: number | undefined) => void;
  #above = 0;

  constructor(
    question: string,
    { choices, current, arrow }: Choosing,
    answer: (at: number | undefined) => void,
  ) {
    this.#question = question;
    this.#arrow = arrow;
    this.#list.setRows(choices.map((text, at) => ({ text, at })));
    this.#list.moveTo(current);
    this.#answer = answer;
  }

  readonly hints = ['dialog/dialog-accept', 'dialog/dialog-cancel'];

  contexts(): readonly string[] {
    return ['dialog', 'list'];
  }

  act(action: string): boolean {
    if (action === 'dialog-accept') this.#answer(this.#list.cursor?.at);
    else if (action === 'dialog-cancel') this.#answer(undefined);
    else if (action === 'list-mark') return true;
    else return this.#list.act(action);
    return true;
  }

  mouse(press: MousePress): boolean {
    const known = this.#list.mouse({ ...press, row: press.row - this.#above });
    if (known && press.type === 'double') this.#answer(this.#list.cursor?.at);
    return known;
  }

  view(size: Size): Line[] {
    const { columns, rows } = size;
    const above = questionLines(this.#question, size);
    this.#above = above.length;
    const choices = this.#list.window(rows - above.length).map(({ row, cursor }) => {
      return fitLine([span(`${cursor ? this.#arrow : ' '} ${row.text}`)], columns).map((one) =>
        cursor ? { ...one, style: 'cursor' as const } : one,
      );
    });
    return fitLines([...above, ...choices], size);
  }
}

/** A question that the border does not ask, so that at least a line is left for the answer. */
function questionLines(question: string, { columns, rows }: Size): Line[] {
  if (question === '') return [];
  const wrapped = wrapText(question, columns).map((one) => line(one, 'strong'));
  return wrapped.slice(0, Math.max(0, rows - 1));
}
