import { isAbsolute, join, resolve } from 'node:path';
import type { Disk } from './disk.ts';

/** The absolute path that a person means by `text`: `~` is their home, anything else counts from where they started. */
export function expandHome(text: string, { home, here }: Pick<Disk, 'home' | 'here'>): string {
  if (text === '~') return home;
  if (/^~[/\\]/.test(text)) return join(home, text.slice(2));
  return isAbsolute(text) ? resolve(text) : resolve(here, text);
}

/** Whether `text` is meant as a path rather than as part of a name. */
export function looksLikePath(text: string): boolean {
  return /^(?:[/~]|[A-Za-z]:[\\/]|\\\\)/.test(text);
}
