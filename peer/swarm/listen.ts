import { createServer, type Server, type Socket } from 'node:net';
import { CodedError, codeOf, messageOf } from '../../common/errors.ts';

/** How many ports after the first are tried. */
const PORTS_TO_TRY = 100;

/** Where to accept connections. */
export interface ListenOptions {
  /** address; without it all of both families */
  readonly host?: string | undefined;
  /** first port to try; 0 lets the system choose */
  readonly port: number;
  /** whether `port` was asked for, so that another is no good */
  readonly portFixed: boolean;
}

/**
 * Accepts connections on the port, or on the next free one.
 *
 * @throws {CodedError} ERR_SWARM_PORT_IN_USE, ERR_SWARM_LISTEN
 */
export async function listen(
  options: ListenOptions,
  accept: (socket: Socket) => void,
): Promise<{ server: Server; port: number }> {
  const last = options.portFixed || options.port === 0 ? options.port : options.port + PORTS_TO_TRY;
  for (let port = options.port; ; port++) {
    try {
      const server = await listenOn(options.host, port, accept);
      const address = server.address();
      return { server, port: typeof address === 'object' && address !== null ? address.port : port };
    } catch (cause) {
      if (codeOf(cause) !== 'EADDRINUSE') {
        const where = `${options.host ?? 'this machine'}, port ${port}`;
        throw new CodedError(
          'ERR_SWARM_LISTEN',
          `cannot accept connections on ${where}: ${messageOf(cause)}`,
          { cause },
        );
      }
      if (port < last && port < 65_535) continue;
      const message = `port ${port} is in use: stop the program that uses it or choose another with --port`;
      throw new CodedError('ERR_SWARM_PORT_IN_USE', message, { cause });
    }
  }
}

/** All addresses of both families where the system has IPv6, else those of IPv4. */
async function listenOn(
  host: string | undefined,
  port: number,
  accept: (socket: Socket) => void,
): Promise<Server> {
  if (host !== undefined) return tryListen({ host, port }, accept);
  try {
    return await tryListen({ host: '::', port }, accept);
  } catch (cause) {
    if (codeOf(cause) !== 'EAFNOSUPPORT' && codeOf(cause) !== 'EADDRNOTAVAIL') throw cause;
    return tryListen({ host: '0.0.0.0', port }, accept);
  }
}

function tryListen(where: { host: string; port: number }, accept: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer(accept);
    server.once('error', reject);
    server.listen({ ...where, exclusive: true }, () => {
      server.off('error', reject);
      // a connection that the system could not hand over (no file descriptor left) is lost, the node is not
      server.on('error', () => undefined);
      resolve(server);
    });
  });
}
