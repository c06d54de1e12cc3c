import { type LimitOptions, limitFlagsOf } from './options.ts';

/** What to say to somebody who gives limits to a command whose work the running peer does; empty where none are given. */
export function unheededLimits(options: LimitOptions): string {
  const names = Object.keys(limitFlagsOf(options)).map(flagOf);
  if (names.length === 0) return '';
  const have = names.length === 1 ? 'has' : 'have';
  return `${names.join(', ')} ${have} no effect: the running peer works within limits of its own, see \`pageswarm limits\``;
}

/** `limitDown`: `--limit-down` */
function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
