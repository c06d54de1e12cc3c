import { codeOf } from '../../common/errors.ts';

/** What a shell script can tell apart. */
const EXIT = {
  general: 1,
  usage: 2,
  notFound: 3,
  noHolder: 4,
  trackerUnreachable: 6,
  interrupted: 7,
  noSpace: 9,
  targetExists: 13,
  checksum: 32,
} as const;

/** How the program ends for each error that has a number of its own; all others are 1. */
const EXIT_OF = new Map<string, number>([
  ['ERR_CLI_USAGE', EXIT.usage],
  ['ERR_CLI_NOT_CONFIRMED', EXIT.usage],
  ['ERR_CONFIG_INVALID', EXIT.usage],
  ['ERR_CONFIG_UNKNOWN_SETTING', EXIT.usage],
  ['ERR_LIBRARY_AMBIGUOUS', EXIT.usage],
  ['ERR_MAGNET_MALFORMED', EXIT.usage],
  ['ERR_SEARCH_AMBIGUOUS', EXIT.usage],
  ['ERR_TERMINAL_UNSUITABLE', EXIT.usage],
  ['ERR_TRACKER_AMBIGUOUS', EXIT.usage],
  ['ERR_TRANSFER_AMBIGUOUS', EXIT.usage],

  ['ENOENT', EXIT.notFound],
  ['ERR_CLI_NO_SUCH_FILE', EXIT.notFound],
  ['ERR_CLI_NO_SUCH_FOLDER', EXIT.notFound],
  ['ERR_CONTENT_MISSING', EXIT.notFound],
  ['ERR_LIBRARY_NOT_FOUND', EXIT.notFound],
  ['ERR_PUBLISH_NOT_FOUND', EXIT.notFound],
  ['ERR_READ_NO_SUCH_PAGE', EXIT.notFound],
  ['ERR_SEARCH_NOT_FOUND', EXIT.notFound],
  ['ERR_TRANSFER_NOT_FOUND', EXIT.notFound],
  ['ERR_TRACKER_NO_HOST', EXIT.notFound],

  ['ERR_FETCH_NO_LIVE_HOLDER', EXIT.noHolder],
  ['ERR_METADATA_NOT_FOUND', EXIT.noHolder],
  ['ERR_TRACKER_UNREACHABLE', EXIT.trackerUnreachable],

  ['ERR_PEER_INTERRUPTED', EXIT.interrupted],
  ['ERR_SHUTDOWN_REQUESTED', EXIT.interrupted],
  ['ERR_TRANSFER_PAUSED', EXIT.interrupted],

  ['ENOSPC', EXIT.noSpace],
  ['EDQUOT', EXIT.noSpace],
  ['ERR_CONTENT_NO_SPACE', EXIT.noSpace],
  ['ERR_LIBRARY_NO_SPACE', EXIT.noSpace],
  ['ERR_LIMIT_STORAGE', EXIT.noSpace],

  ['ERR_CLI_TARGET_EXISTS', EXIT.targetExists],
  ['ERR_GET_TARGET_EXISTS', EXIT.targetExists],

  ['ERR_VERIFY_DAMAGED', EXIT.checksum],
  ['ERR_VERIFY_MISMATCH', EXIT.checksum],
]);

/** The exit code of the program that ends by `thrown`. */
export function exitCodeOf(thrown: unknown): number {
  return EXIT_OF.get(codeOf(thrown) ?? '') ?? EXIT.general;
}

/** The exit code of a second Ctrl-C: verified leaves are on disk, so what was running is resumable. */
export const INTERRUPTED = EXIT.interrupted;
/** The exit code for a command line that cannot be understood. */
export const USAGE = EXIT.usage;
