import type { Messages } from '../../../common/messages/messages.ts';
import type { Host } from '../../../common/terminal/component.ts';
import { type CommandLine, splitWords } from './command-line.ts';
import { OutputDialog } from './output-dialog.ts';

/** Cells of the dialog, where the screen has them. */
const WISH = { columns: 120, rows: 30 };

/** What a command is run with. */
interface Surroundings {
  readonly commandLine: CommandLine;
  /** the node's folder */
  readonly data: string;
  readonly host: Host;
  readonly messages: Messages;
  readonly signal: AbortSignal;
}

/** Runs the line `text` as the program's command line would, and shows what it writes. */
export async function runCommand(text: string, around: Surroundings): Promise<void> {
  const { commandLine, data, host, signal } = around;
  const { app: texts } = around.messages;
  const words = splitWords(text);
  if (words === undefined) return host.say(texts.unclosedQuote, 'bad');
  // people write what they write in a shell
  const [verb, ...rest] = words[0] === 'pageswarm' ? words.slice(1) : words;
  if (verb === undefined) return;
  if (commandLine.outside.includes(verb)) return host.say(texts.notInside(verb), 'bad');
  if (rest.includes('-')) return host.say(texts.noPipe, 'bad');

  const stop = new AbortController();
  const dialog = new OutputDialog(host, texts, () => stop.abort());
  host.open(dialog, { title: `${texts.output}: ${text}`, ...WISH });
  const ends = { signal: AbortSignal.any([signal, stop.signal]) };
  dialog.end(await commandLine.run([verb, ...rest], data, dialog, ends));
}
