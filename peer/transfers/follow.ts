import { CodedError } from '../../common/errors.ts';
import { untilHeard } from '../../common/runtime/until-heard.ts';
import type { GetEvent } from '../operations/operations.ts';
import type { Book } from './book.ts';
import { type Entry, isIn } from './entry.ts';
import type { Gets } from './gets.ts';

/**
 * What happens in the transfer `id`: of a run that goes on what has happened, then as it comes; over pauses, to its end.
 *
 * @throws {CodedError} what the transfer failed with; ERR_TRANSFER_CANCELLED; ERR_TRANSFER_NOT_FOUND once it is forgotten
 * @throws `signal.reason`
 */
export async function* followTransfer(
  book: Book,
  gets: Gets,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<GetEvent> {
  yield foundOf(entryOf(book, id));
  for (;;) {
    signal.throwIfAborted();
    const entry = entryOf(book, id);
    const run = isIn(entry, 'running') ? gets.lookOn(entry.subject.infoHash, signal) : undefined;
    if (run !== undefined) yield* untilItEnds(run, signal);
    else if (isIn(entry, 'done')) return yield { type: 'done', result: entry.phase.result };
    else if (isIn(entry, 'failed'))
      throw new CodedError(entry.phase.failure.code, entry.phase.failure.message);
    else if (isIn(entry, 'cancelled'))
      throw new CodedError('ERR_TRANSFER_CANCELLED', 'cancelled: what had arrived is deleted');
    else await changed(book, entry, signal);
  }
}

/** The events of one run, without those that the whole has of its own. How it ends, its transfer tells. */
async function* untilItEnds(run: AsyncIterable<GetEvent>, signal: AbortSignal): AsyncGenerator<GetEvent> {
  try {
    for await (const event of run) if (event.type !== 'found' && event.type !== 'done') yield event;
  } catch {
    signal.throwIfAborted();
  }
}

function entryOf(book: Book, id: string): Entry {
  const entry = book.get(id);
  if (entry === undefined)
    throw new CodedError('ERR_TRANSFER_NOT_FOUND', `the transfer ${id} was taken off the list`);
  return entry;
}

function foundOf({ subject }: Entry): GetEvent {
  const { name, sha256, infoHash, size, pages } = subject;
  return { type: 'found', name, sha256, infoHash, size, pages };
}

/** Resolves when the transfer is not what it was. @throws `signal.reason` */
function changed(book: Book, entry: Entry, signal: AbortSignal): Promise<void> {
  return untilHeard<void>(({ resolve }) => {
    const forget = book.onChange((id) => {
      if (id === entry.id) resolve();
    });
    if (book.get(entry.id) !== entry) resolve();
    return forget;
  }, signal);
}
