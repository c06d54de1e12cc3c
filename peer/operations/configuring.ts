import type { Abortable } from './abortable.ts';

/** Who decided a setting; the later ones win. */
export type SettingSource = 'default' | 'stored' | 'environment' | 'command line';

/** A setting of the node or its screen. */
export interface Setting {
  /** as in `config.json` */
  readonly name: string;
  /** as people read and write it: lists are divided by blanks; empty: not set */
  readonly value: string;
  readonly source: SettingSource;
  /** what it takes: one of these, or anything where there are none */
  readonly choices: readonly string[];
  /** whether a change is in force only after the node has started again */
  readonly needsRestart: boolean;
}

/** Reading and changing what is kept in `config.json`. */
export interface SettingOperations {
  settings(options: Abortable): Promise<readonly Setting[]>;
  /**
   * Stores a setting, or forgets it where `value` is `undefined`; what the environment or the command line decided goes on
   * to win until the next start.
   *
   * @throws {CodedError} ERR_CONFIG_INVALID, ERR_CONFIG_UNKNOWN_SETTING
   */
  configure(
    change: { readonly name: string; readonly value: string | undefined },
    options: Abortable,
  ): Promise<Setting>;
}
