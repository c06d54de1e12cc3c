import type { Abortable, GetRequest, TransferOperations } from '../operations/operations.ts';
import type { RequestBody } from './request-body.ts';

/** What a request to get a document says. */
export function getRequestOf(body: RequestBody): GetRequest {
  return {
    document: body.text('document'),
    serve: body.flag('serve'),
    ...(body.flag('believeDigests') && { believeDigests: true }),
    ...body.optionalPath('out'),
    ...body.optionalPath('readingCopy'),
  };
}

type TransferRoute = (
  operations: TransferOperations,
  body: RequestBody,
  options: Abortable,
) => AsyncIterable<unknown> | Promise<unknown>;

/** The operations on transfers. An `id` is all that they need. */
export const TRANSFER_ROUTES: Readonly<Record<keyof TransferOperations, TransferRoute>> = {
  transfers: (operations, _body, options) => operations.transfers(options),
  enqueue: (operations, body, options) => operations.enqueue(getRequestOf(body), options),
  follow: (operations, body, options) => operations.follow(body.text('id'), options),
  pause: (operations, body, options) => operations.pause(body.text('id'), options),
  resume: (operations, body, options) => operations.resume(body.text('id'), options),
  retry: (operations, body, options) => operations.retry(body.text('id'), options),
  cancel: (operations, body, options) => operations.cancel(body.text('id'), options),
  forget: (operations, body, options) => operations.forget(body.optionalText('id'), options),
};
