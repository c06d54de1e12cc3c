import { setMaxListeners } from 'node:events';
import { createDeferred } from '../../common/runtime/deferred.ts';
import type { GetEvent, GetRequest, Operations } from '../operations/operations.ts';
import { getOne, type Outcome } from './get-one.ts';
import { Pace } from './pace.ts';
import type { VerbContext } from './perform.ts';

/** Who hears how it goes with several documents. */
export interface ManyWatcher {
  /** @param place of the document in the list, from 0 */
  show(place: number, event: GetEvent): void;
  ended(place: number, outcome: Outcome): void;
}

/**
 * Fetches `documents`, several at a time. What came of them is told in the order in which they were asked for, so that
 * the same command prints the same.
 */
export async function* getMany(
  operations: Operations,
  documents: readonly string[],
  request: Omit<GetRequest, 'document'>,
  context: Pick<VerbContext, 'signal'>,
  watcher: ManyWatcher,
): AsyncGenerator<Outcome> {
  setMaxListeners(0, context.signal); // each that runs listens to it while it lasts
  const pace = new Pace();
  const ends = documents.map(() => createDeferred<Outcome>());

  const get = async (document: string, place: number): Promise<void> => {
    using slot = await pace.enter();
    const show = (event: GetEvent): void => {
      if (event.type === 'found') slot.weigh(event.size);
      watcher.show(place, event);
    };
    const outcome = await getOne(operations, { ...request, document }, context, show);
    watcher.ended(place, outcome);
    ends[place]?.resolve(outcome);
  };

  for (const [place, document] of documents.entries()) void get(document, place);
  for (const end of ends) yield await end.promise;
}
