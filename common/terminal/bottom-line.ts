import type { Messages } from '../messages/messages.ts';
import { helpOf } from './help-lines.ts';
import { keyName } from './key-name.ts';
import type { KeyTable } from './key-table.ts';
import { fitLine, type Line, lineWidth, span } from './line.ts';

/** A part of what the last line tells. */
export interface StatusPart {
  readonly text: Line;
  /** the same in fewer cells */
  readonly short?: Line;
  /** where there is no room for all, the parts with the least go first; the first part stays */
  readonly weight: number;
}

/** The state of things at the left, and at the right as many hints as have room beside it; the first goes last. */
export function bottomLine(status: readonly StatusPart[], hints: readonly Line[], columns: number): Line {
  const whole = lineWidth(joined(status.map(({ text }) => text)));
  for (let count = hints.length; count > 0; count--) {
    const shown = hints.slice(0, count).flat();
    const room = columns - lineWidth(shown);
    const least = count > 1 ? whole + 1 : columns / 2;
    if (room >= least) return [...fitLine(inRoom(status, room - 1), room - 1), span(' '), ...shown];
  }
  return fitLine(inRoom(status, columns), columns);
}

/** between the parts of a state */
const BETWEEN = span(' · ', 'dim');

function joined(parts: readonly Line[]): Line {
  return parts.flatMap((part, at) => (at === 0 ? part : [BETWEEN, ...part]));
}

/** As many parts of `status` as have room whole, in short if need be: half a rate is worse than none. */
function inRoom(status: readonly StatusPart[], columns: number): Line {
  const full = joined(status.map(({ text }) => text));
  if (lineWidth(full) <= columns) return full;
  const shortened = joined(status.map(({ text, short }) => short ?? text));
  if (lineWidth(shortened) <= columns || status.length === 1) return shortened;
  const others = status.slice(1);
  const least = others.reduce((one, other) => (other.weight < one.weight ? other : one));
  return inRoom(
    status.filter((part) => part !== least),
    columns,
  );
}

/**
 * `? help`, `: command`, `q quit`, with the keys that are in force.
 *
 * @param actions `context/action`, or `context/action/word` where another word tells it better
 */
export function keyHints(actions: readonly string[], table: KeyTable, messages: Messages): Line[] {
  const { words } = messages.hints;
  const told = actions.flatMap((name) => {
    const [context = '', action = '', word = action] = name.split('/');
    const key = table.keysOf(context, action)[0];
    const text = words[name] ?? words[word] ?? helpOf({ context, action }, messages);
    return key === undefined ? [] : [[span(keyName(key), 'key'), span(` ${text}`, 'dim')]];
  });
  return told.map((hint, at) => (at === 0 ? hint : [span('  '), ...hint]));
}

/** As many of `hints` as have room in `columns`, the first ones. */
export function hintLine(hints: readonly Line[], columns: number): Line {
  let shown: Line = [];
  for (const hint of hints) {
    if (lineWidth([...shown, ...hint]) > columns) break;
    shown = [...shown, ...hint];
  }
  return shown;
}
