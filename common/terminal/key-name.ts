const SHOWN: Readonly<Record<string, string>> = {
  up: 'Up',
  down: 'Down',
  left: 'Left',
  right: 'Right',
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  tab: 'Tab',
  backspace: 'Backspace',
  delete: 'Del',
  insert: 'Ins',
  home: 'Home',
  end: 'End',
  pageup: 'PgUp',
  pagedown: 'PgDn',
};

/** A key as people read it: `Ctrl-d`, `PgDn`. */
export function keyName(key: string): string {
  const cut = key.length > 1 ? key.lastIndexOf('-', key.length - 2) + 1 : 0;
  const name = key.slice(cut);
  const modifiers = key.slice(0, cut).replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
  return modifiers + (SHOWN[name] ?? (/^f\d+$/.test(name) ? name.toUpperCase() : name));
}
