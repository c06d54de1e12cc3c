import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CodedError, codeOf, messageOf } from '../../common/errors.ts';

/** Where to listen. */
export interface ListenRequest {
  /** an address; all addresses of both families when absent */
  readonly host?: string;
  /** 0: any free one; absent: 8168 or the next free one */
  readonly port?: number;
}

/** The port of a tracker where none is given. */
const DEFAULT_PORT = 8168;
/** ports tried from the default one on, before any free one is taken */
const TRIED_PORTS = 20;

/**
 * Makes `server` listen.
 *
 * @returns its port
 * @throws {CodedError} ERR_TRACKER_PORT_IN_USE for a port that was asked for; ERR_TRACKER_CANNOT_LISTEN
 */
export async function listen(server: Server, { host, port }: ListenRequest): Promise<number> {
  const candidates =
    port === undefined ? [...Array.from({ length: TRIED_PORTS }, (_, n) => DEFAULT_PORT + n), 0] : [port];
  for (const candidate of candidates) {
    if (await tryToListen(server, host, candidate)) return (server.address() as AddressInfo).port;
  }
  throw new CodedError(
    'ERR_TRACKER_PORT_IN_USE',
    `port ${port} is in use; give another with --port, or none to take the next free one`,
  );
}

/** Whether it worked; false when the port is in use. Without a host, IPv4 alone where the system has no IPv6. */
async function tryToListen(server: Server, host: string | undefined, port: number): Promise<boolean> {
  try {
    await listenAt(server, host ?? '::', port);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EADDRINUSE') return false;
    if (host === undefined && (code === 'EAFNOSUPPORT' || code === 'EADDRNOTAVAIL')) {
      return tryToListen(server, '0.0.0.0', port);
    }
    throw new CodedError(
      'ERR_TRACKER_CANNOT_LISTEN',
      `cannot listen at ${host ?? 'any address'}, port ${port}: ${messageOf(error)}; check --host and --port`,
    );
  }
}

function listenAt(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port }, () => {
      server.off('error', reject);
      // a connection that the system could not hand over (no file descriptor left) is lost, the tracker is not
      server.on('error', () => undefined);
      resolve();
    });
  });
}
