import type { Component, Host, KeyPress } from '../../common/terminal/component.ts';
import { ASCII, UNICODE } from '../../common/terminal/glyphs.ts';
import type { Line } from '../../common/terminal/line.ts';

/** A host that notes what it is asked, and answers as it was told to. */
export interface NotingHost extends Host {
  readonly said: string[];
  readonly copied: string[];
  readonly asked: string[];
  readonly opened: Component[];
  readonly tabs: string[];
  redraws(): number;
}

/** What the host answers. */
export interface HostAnswers {
  readonly ascii?: boolean;
  readonly now?: () => number;
  readonly confirm?: boolean;
  readonly prompt?: string;
  readonly choose?: number;
}

/** A host for tests of components without a screen. */
export function aHost(answers: HostAnswers = {}): NotingHost {
  const [said, copied, asked, tabs] = [[], [], [], []] as string[][] as [
    string[],
    string[],
    string[],
    string[],
  ];
  const opened: Component[] = [];
  let redraws = 0;
  const ask = <T>(question: string, answer: T): Promise<T> => {
    asked.push(question);
    return Promise.resolve(answer);
  };
  return {
    said,
    copied,
    asked,
    opened,
    tabs,
    redraws: () => redraws,
    redraw: () => void redraws++,
    say: (text) => void said.push(text),
    open: (dialog) => void opened.push(dialog),
    close: (dialog) => void opened.splice(opened.indexOf(dialog), 1),
    confirm: (question) => ask(question, answers.confirm ?? true),
    prompt: (question) => ask(question, answers.prompt),
    choose: (question) => ask(question, answers.choose),
    goTo: (tab) => void tabs.push(tab),
    copy: (text) => void copied.push(text),
    glyphs: answers.ascii ? ASCII : UNICODE,
    now: answers.now ?? (() => 0),
  };
}

/** The text of `lines`, one below the other. */
export function textOf(lines: readonly Line[]): string {
  return lines.map((line) => line.map(({ text }) => text).join('')).join('\n');
}

/** The keys that type `text`. */
export function keysOf(text: string): KeyPress[] {
  return Array.from(text, (character) => ({ key: character === ' ' ? 'space' : character, text: character }));
}
