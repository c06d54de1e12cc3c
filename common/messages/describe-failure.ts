import { codeOf, messageOf } from '../errors.ts';
import type { Messages } from './messages.ts';

/**
 * Why something failed, in words and in the language of `messages`; what has no words of its own is told as it was, in
 * English.
 *
 * @param failure an error, or the `{ code, message }` of one
 */
export function describeFailure(failure: unknown, messages: Pick<Messages, 'failures'>): string {
  const text = messages.failures.byCode.get(codeOf(failure) ?? '');
  const message = messageOf(failure);
  if (text === undefined) return message;
  return typeof text === 'string' ? text : text(message);
}
