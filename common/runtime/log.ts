import { pino } from 'pino';

/** From nothing to everything. What a remote does wrong is `debug`: it must not fill anyone's disk. */
export type LogLevel = 'silent' | 'error' | 'warn' | 'info' | 'debug';
/** All levels, the quietest first: what `--log-level` takes. */
export const LOG_LEVELS: readonly LogLevel[] = ['silent', 'error', 'warn', 'info', 'debug'];

/** What happened, by name, and its particulars. */
type LogEvent = (event: string, fields?: Readonly<Record<string, unknown>>) => void;

/** Where rooms report what happened: an event name and fields, never a sentence. */
export interface Log {
  readonly error: LogEvent;
  readonly warn: LogEvent;
  readonly info: LogEvent;
  readonly debug: LogEvent;
  /** the same log, with `fields` in every event */
  with(fields: Readonly<Record<string, unknown>>): Log;
}

/**
 * A log that writes one JSON object per line to stderr: `{"level":"info","time":...,"event":"run-assigned",...}`.
 * An `Error` in a field named `err` is written with its code and stack.
 *
 * @param options.write where lines go instead, for tests
 */
export function createLog(options: {
  readonly level: LogLevel;
  readonly write?: (line: string) => void;
}): Log {
  const write = options.write ?? ((line: string) => void process.stderr.write(line));
  const logger = pino(
    {
      level: options.level,
      base: null,
      messageKey: 'event',
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: (line: string) => write(escapeForTerminals(line)) },
  );
  return logTo(logger);
}

/** The log that says nothing. */
export const silentLog: Log = createLog({ level: 'silent' });

function logTo(logger: pino.Logger): Log {
  const at =
    (level: 'error' | 'warn' | 'info' | 'debug'): LogEvent =>
    (event, fields) =>
      logger[level](fields ?? {}, event);
  return {
    error: at('error'),
    warn: at('warn'),
    info: at('info'),
    debug: at('debug'),
    with: (fields) => logTo(logger.child(fields)),
  };
}

/**
 * JSON leaves C1 controls and direction marks as they are, and a remote's text with U+009B would steer the terminal
 * that shows the log. Escaped, the line means the same JSON.
 */
function escapeForTerminals(line: string): string {
  return line.replace(
    /[\u007f-\u009f\u200e\u200f\u202a-\u202e\u2028\u2029\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
