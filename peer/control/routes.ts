import type { Abortable, Operations } from '../operations/operations.ts';
import { OBSERVE_ROUTES } from './observe-routes.ts';
import type { RequestBody } from './request-body.ts';
import { getRequestOf, TRANSFER_ROUTES } from './transfer-routes.ts';

/** Where an operation is called: `POST /v1/operations/search`. */
export const OPERATIONS_PATH = '/v1/operations/';
/** Where a client asks whether the node is there: `GET /v1/node`. */
export const NODE_PATH = '/v1/node';

/** What a request for an operation starts: an iterable becomes an event stream, a promise one JSON value. */
export type Route = (
  operations: Operations,
  body: RequestBody,
  options: Abortable,
) => AsyncIterable<unknown> | Promise<unknown>;

/** Every operation, by name. A method added to `Operations` is missed here by the compiler. */
const ROUTES: Readonly<Record<keyof Operations, Route>> = {
  publish: (operations, body, options) =>
    operations.publish(
      { paths: body.paths('paths'), copy: body.flag('copy'), any: body.flag('any') },
      options,
    ),
  get: (operations, body, options) => operations.get(getRequestOf(body), options),
  search: (operations, body, options) => operations.search(body.text('words'), options),
  show: (operations, body, options) => operations.show(body.text('document'), options),
  torrent: async (operations, body, options) => {
    const { name, bytes } = await operations.torrent(body.text('document'), options);
    return { name, bytes: Buffer.from(bytes).toString('base64') };
  },
  list: (operations, _body, options) => operations.list(options),
  shared: (operations, _body, options) => operations.shared(options),
  status: (operations, _body, options) => operations.status(options),
  remove: (operations, body, options) =>
    operations.remove({ document: body.text('document'), deleteFile: body.flag('deleteFile') }, options),
  verify: (operations, body, options) => operations.verify({ documents: body.texts('documents') }, options),
  preview: (operations, body, options) =>
    operations.preview(
      {
        document: body.text('document'),
        page: body.number('page'),
        width: body.number('width'),
        height: body.number('height'),
      },
      options,
    ),
  readable: (operations, body, options) => operations.readable(body.text('document'), options),
  settings: (operations, _body, options) => operations.settings(options),
  configure: (operations, body, options) =>
    operations.configure({ name: body.text('name'), value: body.optionalText('value') }, options),
  ...TRANSFER_ROUTES,
  ...OBSERVE_ROUTES,
};

/** The route of `path`, if it names an operation. */
export function routeOf(path: string): Route | undefined {
  const name = path.startsWith(OPERATIONS_PATH) ? path.slice(OPERATIONS_PATH.length) : '';
  return Object.hasOwn(ROUTES, name) ? ROUTES[name as keyof Operations] : undefined;
}

/** Whether the operation at `path` only looks on: a node that is there for one command does not stay for it. */
export function isWatching(path: string): boolean {
  return path === `${OPERATIONS_PATH}watch` || path === `${OPERATIONS_PATH}follow`;
}
