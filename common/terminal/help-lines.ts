import type { Messages } from '../messages/messages.ts';
import { keyName } from './key-name.ts';
import type { Binding, KeyTable } from './key-table.ts';
import { type Line, lineWidth, span } from './line.ts';

/** What a part of the messages may say about keys. */
interface HelpTexts {
  readonly title?: string;
  readonly help?: Readonly<Record<string, string>>;
  /** what its contexts are called */
  readonly contexts?: Readonly<Record<string, string>>;
}

/** What an action does, in words; its name where no message tells. */
export function helpOf({ context, action }: Pick<Binding, 'context' | 'action'>, messages: Messages): string {
  const parts = messages as unknown as Readonly<Record<string, HelpTexts>>;
  const told = (texts: HelpTexts | undefined, name: string) =>
    texts?.help !== undefined && Object.hasOwn(texts.help, name) ? texts.help[name] : undefined;
  const others = Object.values(parts);
  return (
    told(parts[context], action) ??
    told(messages.terminal, action) ??
    others.map((texts) => told(texts, `${context}/${action}`)).find(Boolean) ??
    others.map((texts) => told(texts, action)).find(Boolean) ??
    action
  );
}

/** The keys of `contexts` and what they do, as lines: a heading for each context, the innermost first. */
export function helpLines(table: KeyTable, contexts: readonly string[], messages: Messages): Line[] {
  const parts = messages as unknown as Readonly<Record<string, HelpTexts>>;
  const names = Object.assign({}, ...Object.values(parts).map((texts) => texts.contexts ?? {}));
  const groups = contexts.map((context) => ({
    title: names[context] ?? parts[context]?.title ?? context,
    rows: table.bindings
      .filter((binding) => binding.context === context && binding.keys.length > 0)
      .map((binding) => ({ keys: keyNames(binding.keys), help: helpOf(binding, messages) })),
  }));
  const widest = Math.max(
    0,
    ...groups.flatMap(({ rows }) => rows.map(({ keys }) => lineWidth([span(keys)]))),
  );
  return groups
    .filter(({ rows }) => rows.length > 0)
    .flatMap(({ title, rows }, at) => [
      ...(at > 0 ? [[]] : []),
      [span(title, 'title')],
      ...rows.map(({ keys, help }) => [span(` ${keys.padEnd(widest)}  `, 'key'), span(help)]),
    ]);
}

/** Keys as people read them: `Ctrl-d  PgDn`. */
function keyNames(keys: readonly string[]): string {
  return keys.map(keyName).join('  ');
}
