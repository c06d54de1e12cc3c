import type { Messages } from '../messages/messages.ts';
import { helpOf, keyName } from './help-overlay.ts';
import type { KeyTable } from './key-table.ts';
import { fitLine, type Line, lineWidth, span } from './line.ts';

/** The state of things at the left, the keys for everything else at the right, where both have room. */
export function bottomLine(status: Line, hints: Line, columns: number): Line {
  const room = columns - lineWidth(hints) - 1;
  if (room < Math.min(lineWidth(status), columns / 2)) return fitLine(status, columns);
  return [...fitLine(status, room + 1), ...hints];
}

/** `? help  : command  q quit`, with the keys that are in force. */
export function keyHints(actions: readonly string[], table: KeyTable, messages: Messages): Line {
  return actions.flatMap((action, at) => {
    const key = table.keysOf('app', action)[0];
    if (key === undefined) return [];
    const text = messages.terminal.hints[action] ?? helpOf({ context: 'app', action }, messages);
    return [span(at === 0 ? '' : '  '), span(keyName(key), 'key'), span(` ${text}`, 'dim')];
  });
}
