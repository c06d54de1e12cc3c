import { messagesIn } from '../../common/messages/messages.ts';
import type { Language } from '../../common/messages/section.ts';
import type { Component, Host } from '../../common/terminal/component.ts';
import { UNICODE } from '../../common/terminal/glyphs.ts';
import type { Line } from '../../common/terminal/line.ts';
import type { FileRow, NodeOperations, Transfer } from '../../peer/operations/operations.ts';
import { createFeed, type FoldedFeed } from '../../peer/tui/feed-fold.ts';
import type { PaneParts } from '../../peer/tui/pane.ts';

/** A screen that answers as it was told, and remembers what was said. */
export interface FakeHost extends Host {
  readonly said: string[];
  readonly copied: string[];
  readonly asked: string[];
  readonly dialogs: Component[];
  redraws: number;
}

/** What the fake screen answers, in this order; without an answer: no, nothing, the first. */
interface Answers {
  readonly confirm?: boolean[];
  readonly prompt?: (string | undefined)[];
  readonly choose?: (number | undefined)[];
}

/** A screen without a terminal. */
export function aHost(answers: Answers = {}): FakeHost {
  const host: FakeHost = {
    said: [],
    copied: [],
    asked: [],
    dialogs: [],
    redraws: 0,
    glyphs: UNICODE,
    redraw: () => void host.redraws++,
    say: (text) => void host.said.push(text),
    open: (dialog) => {
      host.dialogs.push(dialog);
      dialog.shown?.();
    },
    close: (dialog) => {
      const at = host.dialogs.indexOf(dialog);
      if (at < 0) return;
      host.dialogs.splice(at, 1);
      dialog.hidden?.();
    },
    confirm: (question) => {
      host.asked.push(question);
      return Promise.resolve(answers.confirm?.shift() ?? false);
    },
    prompt: (question, text) => {
      host.asked.push(question);
      return Promise.resolve(answers.prompt === undefined ? text : answers.prompt.shift());
    },
    choose: (question) => {
      host.asked.push(question);
      return Promise.resolve(answers.choose === undefined ? 0 : answers.choose.shift());
    },
    goTo: () => undefined,
    copy: (text) => void host.copied.push(text),
    now: () => 1_700_000_000_000,
  };
  return host;
}

/** Parts of a pane over operations of which only some exist; calling another fails. */
export function paneParts(
  options: {
    readonly operations?: Partial<NodeOperations>;
    readonly host?: FakeHost;
    readonly language?: Language;
    readonly signal?: AbortSignal;
  } = {},
): PaneParts & { readonly host: FakeHost; readonly feed: FoldedFeed } {
  return {
    operations: (options.operations ?? {}) as NodeOperations,
    host: options.host ?? aHost(),
    messages: messagesIn(options.language ?? 'en'),
    feed: createFeed(),
    signal: options.signal ?? new AbortController().signal,
  };
}

/** A document that is here and served. */
export function aFileRow(row: Partial<FileRow> = {}): FileRow {
  return {
    sha256: 'a'.repeat(64),
    infoHash: 'b'.repeat(40),
    md5: 'c'.repeat(32),
    name: 'algebra.pdf',
    path: '/home/ana/algebra.pdf',
    size: 1_234_567,
    pages: 300,
    state: 'serving',
    heldPercent: 100,
    inLibrary: false,
    uploadedBytes: 0,
    pagesHeld: 300,
    holders: 3,
    upRate: 0,
    downRate: 0,
    ratio: 0,
    ...row,
  };
}

/** A document that is arriving. */
export function aTransfer(transfer: Partial<Transfer> = {}): Transfer {
  return {
    id: '0123abcd',
    document: 'b'.repeat(40),
    infoHash: 'b'.repeat(40),
    sha256: 'a'.repeat(64),
    name: 'algebra.pdf',
    size: 1_000_000,
    pages: 300,
    state: 'running',
    step: 'fetching',
    verifiedBytes: 410_000,
    pagesHeld: 123,
    rate: 0,
    holders: 3,
    addedAt: 1_699_999_000_000,
    path: '',
    ...transfer,
  };
}

/** Lines as a person reads them. */
export function textOf(lines: readonly Line[]): string {
  return lines.map((line) => line.map(({ text }) => text).join('')).join('\n');
}

/** Names that were made to break a screen. */
export const HOSTILE_NAMES: readonly string[] = [
  '\u001b[31mred\u001b[0m\u001b]52;c;cm0gLXJm\u0007.pdf',
  '{bold}tags{/bold}{red-fg}.pdf',
  '\u202egpj.fdp\u202c \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627.pdf',
  '👩‍👩‍👧‍👦 📚🇧🇷.pdf',
  '漢字かな交じり文.pdf',
  'Zalgo \u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308.pdf',
  'new\nline\rreturn\ttab.pdf',
  `${'very long '.repeat(400)}.pdf`,
  '\ud800lone surrogate.pdf',
  '',
];
