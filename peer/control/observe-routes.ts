import {
  type Abortable,
  LOG_ENTRY_LEVELS,
  type ObserveOperations,
  WATCH_PARTS,
} from '../operations/operations.ts';
import type { RequestBody } from './request-body.ts';

type ObserveRoute = (
  operations: ObserveOperations,
  body: RequestBody,
  options: Abortable,
) => AsyncIterable<unknown> | Promise<unknown>;

/** Most lines of the log in one answer; the node keeps no more. */
const MAX_LIMIT = 10_000;

/** The operations that tell how the node is doing. */
export const OBSERVE_ROUTES: Readonly<Record<keyof ObserveOperations, ObserveRoute>> = {
  watch: (operations, body, options) => operations.watch(body.words('parts', WATCH_PARTS), options),
  network: (operations, _body, options) => operations.network(options),
  peers: (operations, body, options) => operations.peers(body.text('document'), options),
  bans: (operations, _body, options) => operations.bans(options),
  limits: (operations, _body, options) => operations.limits(options),
  log: (operations, body, options) =>
    operations.log(
      { level: body.word('level', LOG_ENTRY_LEVELS), limit: body.count('limit', MAX_LIMIT) },
      options,
    ),
  heat: (operations, body, options) => operations.heat(body.text('document'), options),
};
