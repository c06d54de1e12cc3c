import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net';
import { Link } from './link.ts';

/** What lies between a host and the rest of the world. */
export interface AccessLine {
  /** from a request at one end to its answer, ms, beside what the host takes itself */
  readonly roundTripMs: number;
  /** in each direction, for all connections together, bytes/ms */
  readonly rate: number;
}

/**
 * A TCP relay on 127.0.0.1 that makes a host of this machine as far away and as slow as a real one: whoever connects
 * to `address` is connected to the host, over an access line of a given latency and rate.
 *
 * Only bytes are late, not connections: the kernel accepts at once, as any proxy does.
 */
export class Relay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #up: Link;
  readonly #down: Link;
  #hostPort: number | undefined;

  constructor(line: AccessLine) {
    this.#up = new Link(line.roundTripMs / 2, line.rate);
    this.#down = new Link(line.roundTripMs / 2, line.rate);
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (visitor) => this.#join(visitor));
  }

  /** Opens the relay on a free port; its `HOST:PORT`, that the host is to announce. */
  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Says where the host is, once it is known; who connects earlier is turned away. */
  leadTo(hostPort: number): void {
    this.#hostPort = hostPort;
  }

  #join(visitor: Socket): void {
    if (this.#hostPort === undefined) {
      visitor.destroy();
      return;
    }
    const host = createConnection({
      port: this.#hostPort,
      host: '127.0.0.1',
      allowHalfOpen: true,
      noDelay: true,
    });
    this.#watch(visitor, host);
    this.#watch(host, visitor);
    this.#down.carry(visitor, host);
    this.#up.carry(host, visitor);
  }

  /** A connection that breaks at one end breaks at the other; one that ends does so when its last byte has arrived. */
  #watch(socket: Socket, other: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => other.resetAndDestroy());
    socket.on('close', () => this.#sockets.delete(socket));
  }

  /** Cuts all connections and closes the port. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, 'close');
  }
}
