import { join } from 'node:path';
import envPaths from 'env-paths';

/**
 * Where a node keeps its state when `--data` does not say: the operating system's place for a program's data
 * (`~/.local/share/pageswarm/peer` on Linux, `~/Library/Application Support/...`, `%LOCALAPPDATA%\...`). Peer and
 * tracker have one each, so both run on one machine without knowing of each other.
 */
export function defaultDataFolder(role: 'peer' | 'tracker'): string {
  return join(envPaths('pageswarm', { suffix: '' }).data, role);
}
