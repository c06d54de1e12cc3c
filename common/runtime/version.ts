import { readFileSync } from 'node:fs';

/** The version of this program, from the `package.json` that it was built beside or installed with. */
export function productVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { readonly version: string };
  return version;
}
