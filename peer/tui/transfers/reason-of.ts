import { describeFailure } from '../../../common/messages/describe-failure.ts';
import type { Messages } from '../../../common/messages/messages.ts';

/** Why something failed, in the language of the screen. */
export function reasonOf(failure: unknown, messages: Messages): string {
  return describeFailure(failure, messages);
}
