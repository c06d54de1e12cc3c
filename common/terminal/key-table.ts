/** A key and what it does. */
export interface Binding {
  /** where it is in force: `app`, `list`, `table`, `editor`, `dialog`, or the name of a component */
  readonly context: string;
  /** what it does, in kebab-case; handed to `Component.act` */
  readonly action: string;
  /** default keys, as in `KeyPress.key` */
  readonly keys: readonly string[];
}

/** Keys that a person has given to actions: `{ "files/publish": ["ctrl-p"] }`. No keys: the action has none. */
export type KeyChanges = Readonly<Record<string, readonly string[]>>;

/** What is wrong with a person's keys; everything else of them is in force. */
export type KeyProblem =
  | { readonly problem: 'unknown-action'; readonly name: string }
  | { readonly problem: 'unknown-key'; readonly name: string; readonly key: string }
  /** two actions of one context; the one that was given the key has it */
  | { readonly problem: 'conflict'; readonly name: string; readonly key: string; readonly other: string };

/** Which keys do what. */
export interface KeyTable {
  /** with the keys that are in force */
  readonly bindings: readonly Binding[];
  readonly problems: readonly KeyProblem[];
  /** what `key` does in `context`; most wanted first */
  actionsOf(context: string, key: string): readonly string[];
  /** keys in force for an action */
  keysOf(context: string, action: string): readonly string[];
  /** the same by its name in settings; `undefined` for what is no action */
  keysOfName(name: string): readonly string[] | undefined;
}

const NAMED =
  /^(enter|escape|space|tab|backspace|delete|insert|up|down|left|right|home|end|pageup|pagedown|f([1-9]|1[0-2]))$/;
const MODIFIERS = /^(ctrl-)?(alt-)?(shift-)?(?=.)/u;

/** The name of an action in settings: `files/publish`, `list/down`. */
export function nameOfAction({ context, action }: Pick<Binding, 'context' | 'action'>): string {
  return `${context}/${action.startsWith(`${context}-`) ? action.slice(context.length + 1) : action}`;
}

/** Whether a terminal can send a key of that name. */
export function isKey(key: string): boolean {
  const name = key.replace(MODIFIERS, '');
  return NAMED.test(name) || [...name].length === 1;
}

/** The key table of `bindings`, as a person has changed it. */
export function createKeyTable(bindings: readonly Binding[], changes: KeyChanges = {}): KeyTable {
  const known = new Set(bindings.map(nameOfAction));
  const problems: KeyProblem[] = [];
  for (const [name, keys] of Object.entries(changes)) {
    if (!known.has(name)) problems.push({ problem: 'unknown-action', name });
    for (const key of keys) if (!isKey(key)) problems.push({ problem: 'unknown-key', name, key });
  }

  const changed = bindings.map((binding) => {
    const name = nameOfAction(binding);
    const keys = Object.hasOwn(changes, name) ? changes[name]?.filter(isKey) : undefined;
    return { binding: keys === undefined ? binding : { ...binding, keys }, name, own: keys !== undefined };
  });
  const byKey = new Map<string, { readonly action: string; readonly name: string }[]>();
  // a person's own keys go before the defaults
  for (const { binding, name } of [
    ...changed.filter(({ own }) => own),
    ...changed.filter(({ own }) => !own),
  ]) {
    for (const key of binding.keys) {
      const place = `${binding.context} ${key}`;
      const others = byKey.get(place) ?? [];
      const other = others.find((one) => one.name !== name);
      if (other !== undefined) problems.push({ problem: 'conflict', name: other.name, key, other: name });
      byKey.set(place, [...others, { action: binding.action, name }]);
    }
  }
  const actionsOf = (context: string, key: string) =>
    (byKey.get(`${context} ${key}`) ?? []).map(({ action }) => action);
  const byName = new Map(changed.map(({ binding, name }) => [name, binding.keys]));
  return {
    keysOfName: (name) => byName.get(name),
    bindings: changed.map(({ binding }) => binding),
    problems,
    actionsOf,
    keysOf: (context, action) =>
      changed.flatMap(({ binding }) =>
        binding.context === context && binding.action === action ? binding.keys : [],
      ),
  };
}
