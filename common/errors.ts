/**
 * An error that a person or a program can act on. Every `code` is listed in `docs/errors.md` with what to do,
 * and a test compares that list with the source, both ways.
 */
export class CodedError extends Error {
  /** `ERR_<ROOM>_<WHAT>` */
  readonly code: string;

  constructor(code: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'CodedError';
    this.code = code;
  }
}

/** The `code` of anything thrown, by us or by Node; `undefined` if it carries none. */
export function codeOf(thrown: unknown): string | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}

/** What anything thrown says, for people. */
export function messageOf(thrown: unknown): string {
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown) return String(thrown.message);
  return String(thrown);
}
