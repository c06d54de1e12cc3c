import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Control, openControl } from '../../peer/control/control.ts';
import type { Operations } from '../../peer/operations/operations.ts';

const cleanups: (() => unknown)[] = [];

/** Has `cleanup` called by `cleanUp`, the last one first. */
export function afterwards(cleanup: () => unknown): void {
  cleanups.push(cleanup);
}

/** Ends all that was made here; for `afterEach`. */
export async function cleanUp(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
}

/** A data folder of nobody yet. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pageswarm-control-'));
  afterwards(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A control on `data` that is closed after the test. */
export async function aControl(data: string, operations?: Partial<Operations>): Promise<Control> {
  const control = await openControl(data);
  afterwards(() => control[Symbol.asyncDispose]());
  if (operations !== undefined) control.serve(operations as Operations);
  return control;
}

/** What the lock file of `data` says. */
export const lockOf = (data: string) => JSON.parse(readFileSync(join(data, 'node.lock'), 'utf8'));

/** A request that is made by hand. */
interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** The status of a hand-made request, with the token unless `headers` say otherwise. */
export async function statusOf(
  data: string,
  { path = '/v1/operations/list', method = 'POST', headers, body = '{}' }: Sent,
) {
  const { port, token } = lockOf(data);
  const authorization = `Bearer ${token}`;
  const sent = request({
    host: '127.0.0.1',
    port,
    path,
    method,
    headers: { authorization, ...headers },
    agent: false,
  });
  sent.on('error', () => undefined); // a refused body may be cut off
  sent.end(body);
  const [response] = await once(sent, 'response');
  response.resume();
  return response.statusCode;
}
