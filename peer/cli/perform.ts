import { CodedError, codeOf, messageOf } from '../../common/errors.ts';
import { createLog, type Log, type LogLevel } from '../../common/runtime/log.ts';
import { listenForShutdown } from '../../common/runtime/shutdown.ts';
import { cleanText } from '../../common/text/clean-text.ts';
import type { PeerEnvironment } from '../config.ts';
import { exitCodeOf, INTERRUPTED } from './exit-code.ts';
import { createOutput, type Output } from './output.ts';

/** What a verb works with. */
export interface VerbContext {
  readonly output: Output;
  readonly log: Log;
  readonly environment: PeerEnvironment;
  /** aborts at the first Ctrl-C */
  readonly signal: AbortSignal;
  /** Tells of a failure after which the verb goes on; the first one decides the exit code. */
  report(error: unknown, about?: string): void;
}

/** Runs the action of a verb. It never throws: what goes wrong is on stderr and in the exit code. */
export type Perform = (
  options: { readonly quiet?: true | undefined; readonly logLevel?: LogLevel | undefined },
  action: (context: VerbContext) => Promise<void>,
) => Promise<void>;

/** What surrounds a verb: where it writes and what ends it. */
export type Surroundings = Pick<VerbContext, 'output' | 'log' | 'signal'> & Disposable;
type SurroundingsFor = (options: Parameters<Perform>[0]) => Surroundings;

/**
 * A `Perform` that hands the exit codes of failures to `fail`.
 *
 * @param surround what surrounds each verb; without it, this process: its terminal, its signals
 */
export function createPerform(
  environment: PeerEnvironment,
  fail: (exitCode: number) => void,
  surround: SurroundingsFor = thisProcess,
): Perform {
  return async (options, action) => {
    using around = surround(options);
    const { output, log, signal } = around;
    const report = (error: unknown, about?: string) => {
      output.error(failureLine(error, about));
      log.error('verb-failed', { err: error });
      fail(exitCodeOf(error));
    };
    try {
      await action({ output, log, environment, signal, report });
    } catch (error) {
      output.live([]);
      report(signal.aborted ? interruptionOf(error) : error);
    }
  };
}

function thisProcess(options: Parameters<Perform>[0]): Surroundings {
  const shutdown = listenForShutdown({ exitCode: INTERRUPTED });
  return {
    output: createOutput({ quiet: options.quiet === true }),
    log: createLog({ level: options.logLevel ?? 'silent' }),
    signal: shutdown.signal,
    [Symbol.dispose]: () => shutdown[Symbol.dispose](),
  };
}

/** What Node throws when a signal aborts says nothing to a person. */
function interruptionOf(error: unknown): unknown {
  if (error instanceof CodedError && error.code !== 'ERR_SHUTDOWN_REQUESTED') return error;
  return new CodedError('ERR_PEER_INTERRUPTED', 'interrupted: the same command goes on from here', {
    cause: error,
  });
}

/** `pageswarm: what happened and what to do (ERR_CODE)`. */
export function failureLine(error: unknown, about?: string): string {
  const code = codeOf(error);
  const message = cleanText(messageOf(error));
  const subject = about === undefined || message.includes(cleanText(about)) ? '' : `${cleanText(about)}: `;
  return `pageswarm: ${subject}${message}${code === undefined ? '' : ` (${code})`}`;
}
