import { cleanText } from '../../common/text/clean-text.ts';
import type { TrackerContact } from '../operations/operations.ts';

/** How the node stands with a tracker, for `status` and `network`. */
export function trackerLine({ url, ok, message }: TrackerContact): string {
  return `tracker    ${url} ${ok ? 'ok' : cleanText(message === '' ? 'not asked yet' : message)}`;
}
