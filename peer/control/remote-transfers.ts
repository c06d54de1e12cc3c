import type { Abortable, GetEvent, Transfer, TransferOperations } from '../operations/operations.ts';

/** How a client of the control API asks. */
export interface Ask {
  value<T>(name: string, body: object, options: Abortable): Promise<T>;
  events<T>(name: string, body: object, options: Abortable): AsyncIterable<T>;
}

/** The operations on transfers of the node that `ask` reaches. */
export function remoteTransfers(ask: Ask): TransferOperations {
  return {
    transfers: (options) => ask.value<readonly Transfer[]>('transfers', {}, options),
    enqueue: (request, options) => ask.value<Transfer>('enqueue', request, options),
    follow: (id, options) => ask.events<GetEvent>('follow', { id }, options),
    pause: (id, options) => ask.value<Transfer>('pause', { id }, options),
    resume: (id, options) => ask.value<Transfer>('resume', { id }, options),
    retry: (id, options) => ask.value<Transfer>('retry', { id }, options),
    cancel: (id, options) => ask.value<Transfer>('cancel', { id }, options),
    forget: (id, options) => ask.value<number>('forget', id === undefined ? {} : { id }, options),
  };
}
