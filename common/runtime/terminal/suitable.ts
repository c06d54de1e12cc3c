import { CodedError } from '../../errors.ts';

/** What a terminal is judged by; `process` has it. */
interface TerminalFacts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: { readonly isTTY?: boolean };
  readonly stdout: { readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number };
}

/** Why a full screen cannot be shown here; `undefined` if it can. */
function whyUnsuitable({ env, stdin, stdout }: TerminalFacts): string | undefined {
  if (stdin.isTTY !== true || stdout.isTTY !== true) return 'input and output are not a terminal';
  const name = env['TERM'] ?? '';
  if (name === '' && process.platform !== 'win32') return 'TERM is not set';
  if (name === 'dumb') return 'TERM=dumb';
  if (!stdout.columns || !stdout.rows) return 'the terminal says that it has no cells';
  return undefined;
}

/** @throws {CodedError} ERR_TERMINAL_UNSUITABLE; `instead` says what to use */
export function requireTerminal(facts: TerminalFacts, instead: string): void {
  const why = whyUnsuitable(facts);
  if (why === undefined) return;
  throw new CodedError('ERR_TERMINAL_UNSUITABLE', `no full screen can be shown here: ${why}; ${instead}`);
}
