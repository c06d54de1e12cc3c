import { CodedError } from '../../common/errors.ts';

/** One server-sent event of the control API. */
export interface SentEvent {
  /** `event` carries one item of the iterable, `error` how it failed; `done` ends it */
  readonly name: string;
  readonly data: string;
}

/** A line that does not end is not ours; far above the longest list of holders, characters. */
const MAX_PENDING = 16 * 1024 * 1024;

/** The text of one event. JSON has no line breaks, so its data are one line. @see WHATWG HTML 9.2 */
export function formatEvent(name: string, value: unknown): string {
  return `event: ${name}\ndata: ${JSON.stringify(value ?? null)}\n\n`;
}

/**
 * The events of a stream of text, cut anywhere; only what `formatEvent` writes is understood.
 *
 * @throws {CodedError} ERR_CONTROL_BAD_ANSWER for an event that does not end
 */
export async function* parseEvents(chunks: AsyncIterable<string>): AsyncGenerator<SentEvent> {
  let pending = '';
  for await (const chunk of chunks) {
    const blocks = (pending + chunk).split('\n\n');
    pending = blocks.pop() ?? '';
    for (const block of blocks) yield eventOf(block);
    if (pending.length > MAX_PENDING)
      throw new CodedError('ERR_CONTROL_BAD_ANSWER', 'an event without an end');
  }
}

function eventOf(block: string): SentEvent {
  const lines = block.split('\n');
  const field = (name: string) =>
    lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) ?? '';
  return { name: field('event'), data: field('data') };
}
