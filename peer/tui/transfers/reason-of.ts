import { messageOf } from '../../../common/errors.ts';
import type { Messages } from '../../../common/messages/messages.ts';

/** Why something failed, in the language of the screen. */
export function reasonOf(failure: unknown, _messages: Messages): string {
  return messageOf(failure);
}
