import { codeOf } from '../../common/errors.ts';

/**
 * When no tracker answers, those who come next do not wait for one, for so long, ms. Trackers are told of their documents
 * when they answer a heartbeat.
 */
const SILENT_MS = 30_000;

/**
 * `tell`, which throws ERR_TRACKER_UNREACHABLE at once for a while after it has done so.
 *
 * @param now ms, on any clock that does not go back
 */
export function spareSilent<Arguments extends unknown[], Answer>(
  tell: (...given: Arguments) => Promise<Answer>,
  now: () => number,
): (...given: Arguments) => Promise<Answer> {
  let silence: { readonly until: number; readonly error: unknown } | undefined;
  return async (...given) => {
    if (silence !== undefined && now() < silence.until) throw silence.error;
    try {
      return await tell(...given);
    } catch (error) {
      if (codeOf(error) === 'ERR_TRACKER_UNREACHABLE') silence = { until: now() + SILENT_MS, error };
      throw error;
    }
  };
}
