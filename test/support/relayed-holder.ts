import { type AccessLine, Relay } from '../../samples/demo/relay.ts';
import type { Child } from './child.ts';
import { jsonLines, type Lab, type RunningTracker } from './lab.ts';

/** A process that publishes and serves a file, reached through an access line of given latency and rate. */
export interface RelayedHolder {
  readonly process: Child;
  /** `ip:port` at which others reach it */
  readonly address: string;
  readonly data: string;
}

/** Publishes `file` from a node of its own and serves it; resolves when a tracker has acknowledged. */
export async function startRelayedHolder(
  lab: Lab,
  tracker: RunningTracker,
  file: string,
  line?: AccessLine,
): Promise<RelayedHolder> {
  const relay = line === undefined ? undefined : new Relay(line);
  lab.own({ [Symbol.asyncDispose]: async () => relay?.close() });
  const announced = await relay?.listen();
  const data = lab.path(`holder-${Math.random().toString(36).slice(2)}`);
  const process = lab.start(['publish', file, '--any', '--json', '--host', '127.0.0.1', '--port', '0'], {
    data,
    tracker,
    args: announced === undefined ? [] : ['--announce-address', announced],
  });
  const serving = await process.until(
    () => jsonLines(process.stdout()).find(({ type }) => type === 'serving'),
    'serving line',
  );
  relay?.leadTo(Number(serving.port));
  return { process, data, address: announced ?? `127.0.0.1:${Number(serving.port)}` };
}
