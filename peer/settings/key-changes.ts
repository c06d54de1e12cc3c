import type { KeyChanges } from '../../common/terminal/key-table.ts';
import type { Refuse } from './checks.ts';

/** `files/publish`: where the action is known, and its name. */
const ACTION = /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/;
/** `P`, `ctrl-p`, `shift-tab`, `f10`, `,`. */
const KEY = /^(?:(?:ctrl|alt|shift)-)*(?:[a-z]+|f\d{1,2}|[^\s\p{C}])$/u;
/** A key in a list that commas divide; a comma by itself is the key of that name. */
const KEY_IN_LIST = /(,|[^,]+)(?:,|$)/gy;

const SHAPE = 'is like files/publish=ctrl-p,P: an action and its keys';

/** The object `{ "files/publish": ["ctrl-p"] }`; an action without keys has none any more. */
export function checkKeyChanges(value: unknown, refuse: Refuse): KeyChanges {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw refuse(SHAPE);
  for (const [action, keys] of Object.entries(value)) {
    if (!ACTION.test(action)) throw refuse(`${SHAPE}, got the action ${JSON.stringify(action)}`);
    if (!Array.isArray(keys)) throw refuse(`has a list of keys for ${action}`);
    const wrong = keys.find((key) => typeof key !== 'string' || !KEY.test(key));
    if (wrong !== undefined)
      throw refuse(`has keys like P, ctrl-p, f5 for ${action}, got ${JSON.stringify(wrong)}`);
  }
  return { ...value };
}

/** `files/publish=ctrl-p,P list/list-up=k` as an object, unchecked. */
export function parseKeyChanges(text: string): unknown {
  const items = text.split(/\s+/).filter((item) => item !== '');
  return Object.fromEntries(
    items.map((item) => {
      const [, action = item, keys = ''] = /^([^=]*)=(.*)$/.exec(item) ?? [];
      return [action, [...keys.matchAll(KEY_IN_LIST)].map(([, key]) => key)];
    }),
  );
}

/** The text that `parseKeyChanges` reads. */
export function formatKeyChanges(changes: KeyChanges): string {
  return Object.entries(changes)
    .map(([action, keys]) => `${action}=${keys.join(',')}`)
    .join(' ');
}
