import type { Messages } from '../messages/messages.ts';
import { helpOf, keyName } from './help-lines.ts';
import type { KeyTable } from './key-table.ts';
import { fitLine, type Line, lineWidth, span } from './line.ts';

/** The state of things at the left, and at the right as many hints as have room beside it; the first goes last. */
export function bottomLine(status: Line, hints: readonly Line[], columns: number): Line {
  for (let count = hints.length; count > 0; count--) {
    const shown = hints.slice(0, count).flat();
    const room = columns - lineWidth(shown);
    const least = count > 1 ? lineWidth(status) + 1 : columns / 2;
    if (room >= least) return [...fitLine(inParts(status, room - 1), room - 1), span(' '), ...shown];
  }
  return fitLine(inParts(status, columns), columns);
}

/** between the parts of a state */
export const BETWEEN = span(' · ', 'dim');

/** As many parts of `status` as have room whole: half a rate is worse than none. The first is cut where it is too long. */
function inParts(status: Line, columns: number): Line {
  let shown = status;
  while (lineWidth(shown) > columns) {
    const end = shown.findLastIndex(({ text }) => text === BETWEEN.text);
    if (end < 0) break;
    shown = shown.slice(0, end);
  }
  return shown;
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
