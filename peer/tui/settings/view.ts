import type { Messages } from '../../../common/messages/messages.ts';
import type { Column } from '../../../common/terminal/columns.ts';
import { type Binding, type KeyChanges, nameOfAction } from '../../../common/terminal/key-table.ts';
import { type Line, line, span } from '../../../common/terminal/line.ts';
import { wrapLine } from '../../../common/terminal/wrap-text.ts';
import type { Setting } from '../../operations/operations.ts';

type Texts = Messages['settings'];

/** An action with the keys that it has at present. */
export interface KeyRow {
  /** `files/publish`, as in `KeyChanges` */
  readonly name: string;
  readonly keys: readonly string[];
  readonly what: string;
  readonly changed: boolean;
  /** other actions of the same context that have one of its keys, too */
  readonly conflicts: readonly { readonly key: string; readonly action: string }[];
}

/** The columns of the settings. */
export function settingColumns(texts: Texts): readonly Column<Setting>[] {
  return [
    {
      title: texts.name,
      min: 18,
      max: 26,
      snug: true,
      priority: 1,
      cell: ({ name }) => span(name, 'strong'),
    },
    {
      title: texts.value,
      min: 24,
      max: 64,
      grow: true,
      priority: 2,
      cell: (setting) => valueCell(setting, texts),
    },
    {
      title: texts.source,
      min: 7,
      max: 18,
      snug: true,
      priority: 3,
      cell: ({ source }) => texts.sources[source],
    },
    {
      title: '',
      min: 24,
      max: 26,
      priority: 4,
      cell: ({ needsRestart }) => span(needsRestart ? texts.restartNeeded : texts.atOnce, 'dim'),
    },
  ];
}

function valueCell({ value }: Setting, texts: Texts) {
  return value === '' ? span(texts.notSet, 'dim') : span(value);
}

/** What the setting under the cursor means, and what it may be; or why it was refused. */
export function aboutLines(
  setting: Setting | undefined,
  problem: string,
  texts: Texts,
  columns: number,
): Line[] {
  if (setting === undefined) return [];
  if (problem !== '') return wrapLine(line(`! ${problem}`, 'bad'), columns);
  const about = wrapLine(line(texts.about[setting.name] ?? '', 'dim'), columns);
  return setting.choices.length === 0 ? about : [...about, line(setting.choices.join(' | '), 'key')];
}

/** The columns of the keys. */
export function keyColumns(texts: Texts): readonly Column<KeyRow>[] {
  return [
    { title: texts.action, min: 16, max: 30, priority: 2, cell: ({ name }) => name },
    {
      title: texts.keys,
      min: 12,
      max: 24,
      priority: 1,
      cell: ({ keys, changed }) => span(keys.map(shownKey).join(' '), changed ? 'accent' : 'key'),
    },
    { title: '', min: 9, max: 10, priority: 4, cell: ({ changed }) => (changed ? texts.changed : '') },
    { title: texts.what, min: 16, grow: true, priority: 3, cell: (row) => whatCell(row, texts) },
  ];
}

function whatCell({ what, conflicts }: KeyRow, texts: Texts) {
  const [first] = conflicts;
  return first === undefined ? span(what) : span(`! ${texts.conflict(first.key, first.action)}`, 'warning');
}

/** A blank divides the keys of a list, so it is written as its name. */
function shownKey(key: string): string {
  return key === ' ' ? 'space' : key;
}

/** Every action of `bindings` with its keys after `changes`. @param describe what an action does, in words */
export function keyRows(
  bindings: readonly Binding[],
  changes: KeyChanges,
  describe: (binding: Binding) => string,
): readonly KeyRow[] {
  const present = bindings.map((binding) => {
    const name = nameOfAction(binding);
    return { ...binding, name, keys: changes[name] ?? binding.keys };
  });
  return present.map((one) => ({
    name: one.name,
    keys: one.keys,
    what: describe(one),
    changed: Object.hasOwn(changes, one.name),
    conflicts: present
      .filter((other) => other.context === one.context && other.name !== one.name)
      .flatMap(({ name: action, keys }) =>
        keys.filter((key) => one.keys.includes(key)).map((key) => ({ key, action })),
      ),
  }));
}

/** `changes` with other keys for an action; without keys it has its default ones again. */
export function withKeys(changes: KeyChanges, name: string, keys: readonly string[]): KeyChanges {
  const { [name]: _, ...others } = changes;
  return keys.length === 0 ? others : { ...others, [name]: keys };
}
