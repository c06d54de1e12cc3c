/** A key and what it does. */
export interface Binding {
  /** where it is in force: `app`, `list`, `editor`, `dialog`, or the name of a component */
  readonly context: string;
  /** what it does, in kebab-case; handed to `Component.act` */
  readonly action: string;
  /** default keys, as in `KeyPress.key` */
  readonly keys: readonly string[];
}

/** Keys that a person has given to actions: `{ "files/publish": ["ctrl-p"] }`. */
export type KeyChanges = Readonly<Record<string, readonly string[]>>;
