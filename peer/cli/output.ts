import { createInterface } from 'node:readline/promises';
import { createLogUpdate } from 'log-update';
import type { Abortable } from '../operations/operations.ts';

/** Where a verb writes: data to stdout, everything else to stderr. */
export interface Output {
  /** one line of data */
  data(line: string): void;
  /** one JSON value on one line, as data */
  json(value: unknown): void;
  /** bytes, as data */
  bytes(bytes: Uint8Array): void;
  /** one line of news; nothing with `--quiet` */
  note(line: string): void;
  /** one line that must be seen */
  error(line: string): void;
  /** Replaces the lines shown below all others; none removes them. Only when `interactive`. */
  live(lines: readonly string[]): void;
  /** Asks the person yes or no; `undefined` when nobody is there to answer. */
  confirm(question: string, options: Abortable): Promise<boolean | undefined>;
  /** whether a person watches stderr on a terminal */
  readonly interactive: boolean;
}

/** The output of this process. */
export function createOutput({ quiet }: { readonly quiet: boolean }): Output {
  const { stdout, stderr } = process;
  const update = createLogUpdate(stderr, { showCursor: true });
  let shown: readonly string[] = [];

  /** Live lines stay below whatever is written. */
  const above = (write: () => void) => {
    if (shown.length > 0) update.clear();
    write();
    if (shown.length > 0) update(shown.join('\n'));
  };

  const data = (text: string | Uint8Array) => above(() => stdout.write(text));
  // A terminal of size 0 (a pseudo-terminal that nobody looks at) has no room for live lines.
  const interactive = stderr.isTTY === true && stderr.columns > 0 && !quiet;
  return {
    interactive,
    data: (line) => data(`${line}\n`),
    json: (value) => data(`${JSON.stringify(value)}\n`),
    bytes: data,
    note: (line) => {
      if (!quiet) above(() => stderr.write(`${line}\n`));
    },
    error: (line) => above(() => stderr.write(`${line}\n`)),
    confirm: askOnTerminal,
    live: (lines) => {
      if (!interactive || (lines.length === 0 && shown.length === 0)) return;
      shown = lines;
      if (lines.length > 0) update(lines.join('\n'));
      else update.clear();
    },
  };
}

async function askOnTerminal(question: string, { signal }: Abortable): Promise<boolean | undefined> {
  if (!process.stdin.isTTY) return undefined;
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await prompt.question(`${question} [y/N] `, { signal });
    return /^(y|yes)$/i.test(answer.trim());
  } finally {
    prompt.close();
  }
}
