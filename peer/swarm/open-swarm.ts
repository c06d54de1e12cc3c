import type { Socket } from 'node:net';
import { formatHex } from '../../common/bytes.ts';
import { CodedError, messageOf } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import type { Log } from '../../common/runtime/log.ts';
import { UT_PEX } from '../../common/wire/exchange-message.ts';
import { PS_PAGES } from '../../common/wire/extended-handshake.ts';
import { encodeHandshake } from '../../common/wire/handshake.ts';
import { UT_METADATA } from '../../common/wire/metadata-message.ts';
import { type Accepted, asGuest } from './accepted.ts';
import { type ByteChannel, channelOver } from './channel.ts';
import { Connection, REQUEST_QUEUE } from './connection.ts';
import { dial } from './dial.ts';
import { receiveHandshake } from './handshake.ts';
import { type ListenOptions, listen } from './listen.ts';
import { whoGoes } from './make-room.ts';
import { Nearness } from './nearness.ts';
import { TrafficBook } from './traffic.ts';

/** A document that connections can be about. */
export interface Topic {
  readonly infoHash: InfoHash;
  /** 0 while the info dictionary is not known */
  readonly pieceCount: number;
  /** bytes of the info dictionary, where others may have it */
  readonly metadataSize?: number | undefined;
  /** peers come from its trackers alone. @see BEP 27 */
  readonly private?: boolean;
  /** the page map that our leaf indexes refer to */
  readonly map?: { readonly digest: Uint8Array; readonly size: number } | undefined;
  /** whether we hold all of it */
  readonly complete: boolean;
}

/** What somebody who connects to us may have. */
export interface Admission {
  readonly topic: Topic;
  /** the connection stands */
  begin(connection: Connection): void;
}

/** How many connections there may be, those that others make and those that we make. */
export interface ConnectionLimits {
  readonly maxConnections: number;
  readonly maxConnectionsPerDocument: number;
}

/** Where a node listens, what it says of itself, and what it lets others have. */
export interface SwarmOptions extends ListenOptions {
  /** 20 bytes */
  readonly peerId: Uint8Array;
  /** program and version, for people */
  readonly client: string;
  readonly limits: ConnectionLimits;
  /** somebody asks for a document: `undefined` ends the connection */
  admit(infoHash: InfoHash): Promise<Admission | undefined>;
  /** a connection has ended because the other side broke the protocol */
  refused?(connection: Connection, reason: string): void;
  readonly log: Log;
}

/** A connection that we made, and how long the other side took to accept it, ms. */
export interface Reached {
  readonly connection: Connection;
  readonly connectMs: number;
}

/** All connections of a node: it accepts them, and makes them. */
export interface Swarm extends AsyncDisposable {
  readonly port: number;
  readonly connections: number;
  /** those that stand at this moment */
  connected(): readonly Connection[];
  /** what has gone over them and their predecessors */
  readonly traffic: TrafficBook;
  /** how far hosts are, as measured a moment ago */
  readonly nearness: Nearness;
  /** From now on; those above it that others have made end, the newest first. */
  limit(limits: ConnectionLimits): void;
  /**
   * Connects and says the handshake.
   *
   * @param accepted told how long the other side took to accept the connection, ms, when it has
   * @throws {CodedError} ERR_SWARM_FULL, ERR_SWARM_DIAL, ERR_SWARM_CLOSED, ERR_SWARM_SELF, ERR_WIRE_HANDSHAKE
   */
  reach(
    address: string,
    topic: Topic,
    signal: AbortSignal,
    accepted?: (connectMs: number) => void,
  ): Promise<Reached>;
}

/** Others may make this share of all connections, so that there is always room for our own. */
const OTHERS_SHARE = 0.75;
/** How long a stranger may take to say the handshake, ms. */
const HANDSHAKE_MS = 10_000;

/**
 * Starts accepting connections.
 *
 * @throws {CodedError} ERR_SWARM_PORT_IN_USE, ERR_SWARM_LISTEN
 */
export async function openSwarm(options: SwarmOptions): Promise<Swarm> {
  const swarm = new OpenSwarm(options);
  await swarm.start();
  return swarm;
}

class OpenSwarm implements Swarm {
  readonly #options: SwarmOptions;
  readonly traffic = new TrafficBook();
  readonly nearness = new Nearness();
  readonly #connections = new Set<Connection>();
  readonly #sockets = new Set<Socket>();
  /** connections that we are making, by document */
  readonly #dialling: InfoHash[] = [];
  /** those that others have made, the oldest first */
  readonly #accepted = new Map<Socket, Accepted>();
  #limits: ConnectionLimits;
  #listening: Awaited<ReturnType<typeof listen>> | undefined;

  constructor(options: SwarmOptions) {
    this.#options = options;
    this.#limits = options.limits;
  }

  async start(): Promise<void> {
    this.#listening = await listen(this.#options, (socket) => void this.#accept(socket));
    this.limit(this.#limits);
  }

  limit(limits: ConnectionLimits): void {
    this.#limits = limits;
    const { server } = this.#listening ?? {};
    if (server !== undefined) server.maxConnections = limits.maxConnections; // who stays is decided when it has come
    const accepted = [...this.#connections].filter(({ outgoing }) => !outgoing).reverse();
    for (const connection of accepted) {
      const tooMany =
        this.#connections.size > limits.maxConnections ||
        this.#about(connection.infoHash) > limits.maxConnectionsPerDocument;
      if (tooMany) connection.close('this node has too many connections');
    }
  }

  #about(infoHash: InfoHash): number {
    let count = 0;
    for (const connection of this.#connections) if (connection.infoHash === infoHash) count++;
    return count;
  }

  get port(): number {
    return this.#listening?.port ?? 0;
  }

  get connections(): number {
    return this.#connections.size;
  }

  connected(): readonly Connection[] {
    return [...this.#connections];
  }

  async reach(
    address: string,
    topic: Topic,
    signal: AbortSignal,
    accepted?: (connectMs: number) => void,
  ): Promise<Reached> {
    if (this.#full(topic.infoHash))
      throw new CodedError('ERR_SWARM_FULL', 'this node has as many connections as it may have');
    this.#dialling.push(topic.infoHash);
    const { socket, intake, connectMs } = await dial(address, signal).finally(() => {
      this.#dialling.splice(this.#dialling.indexOf(topic.infoHash), 1);
    });
    accepted?.(connectMs);
    this.#track(socket);
    const channel = channelOver(socket, intake);
    channel.write([this.#handshake(topic.infoHash)]);
    const handshake = await receiveHandshake(channel, signal);
    if (handshake.infoHash !== topic.infoHash) {
      channel.close('another document');
      throw new CodedError('ERR_SWARM_CLOSED', `${address} answers for another document`);
    }
    if (formatHex(handshake.peerId) === formatHex(this.#options.peerId)) {
      channel.close('ourselves');
      throw new CodedError('ERR_SWARM_SELF', `${address} is this node itself`);
    }
    const connection = this.#connection(channel, topic, handshake, true);
    connection.latencyMs = connectMs;
    return { connection, connectMs };
  }

  /** Whether there may be no more connections, in all or about a document; those that are being made count. */
  #full(infoHash: InfoHash): boolean {
    const { maxConnections, maxConnectionsPerDocument } = this.#limits;
    if (this.#sockets.size + this.#dialling.length >= maxConnections) return true;
    const dialling = this.#dialling.filter((one) => one === infoHash).length;
    return this.#about(infoHash) + dialling >= maxConnectionsPerDocument;
  }

  async #accept(socket: Socket): Promise<void> {
    this.#track(socket);
    const channel = channelOver(socket);
    const accepted: Accepted = { channel, at: performance.now(), connection: undefined };
    if (!this.#makeRoom(OTHERS_SHARE * this.#limits.maxConnections, accepted))
      return channel.close('too many are connected');
    this.#accepted.set(socket, accepted);
    socket.once('close', () => this.#accepted.delete(socket));
    try {
      const handshake = await receiveHandshake(channel, AbortSignal.timeout(HANDSHAKE_MS));
      const perDocument = OTHERS_SHARE * this.#limits.maxConnectionsPerDocument;
      if (!this.#makeRoom(perDocument, accepted, handshake.infoHash))
        return channel.close('too many ask for this document');
      const admission = await this.#options.admit(handshake.infoHash);
      if (admission === undefined) return channel.close('not shared here');
      channel.write([this.#handshake(handshake.infoHash)]);
      accepted.connection = this.#connection(channel, admission.topic, handshake, false);
      admission.begin(accepted.connection);
    } catch (thrown) {
      this.#options.log.debug('connection-refused', { from: channel.remoteAddress, why: messageOf(thrown) });
    }
  }

  /**
   * Makes room for `newcomer` among those whom others have connected, or among those about one document.
   *
   * @returns whether there is room
   */
  #makeRoom(most: number, newcomer: Accepted, infoHash?: InfoHash): boolean {
    const taken = infoHash === undefined ? this.#accepted.size : this.#about(infoHash);
    if (taken + 1 <= most) return true;
    const now = performance.now();
    const guests = [...this.#accepted.values()]
      .filter(({ connection }) => infoHash === undefined || connection?.infoHash === infoHash)
      .filter((guest) => guest !== newcomer)
      .map((guest) => ({ guest, ...asGuest(guest, now) }));
    const leaving = whoGoes(guests, asGuest(newcomer, now).ip)?.guest;
    leaving?.channel.close('its place is given to another');
    leaving?.connection?.close('its place is given to another');
    return leaving !== undefined;
  }

  #connection(
    channel: ByteChannel,
    topic: Topic,
    handshake: Awaited<ReturnType<typeof receiveHandshake>>,
    outgoing: boolean,
  ): Connection {
    const connection = new Connection({
      channel,
      infoHash: topic.infoHash,
      pieceCount: topic.pieceCount,
      handshake,
      complete: topic.complete,
      outgoing,
      extensions: topic.private ? [PS_PAGES] : [PS_PAGES, UT_METADATA, UT_PEX],
      counted: [this.traffic.of(topic.infoHash), this.traffic.all],
      introduction: {
        client: this.#options.client,
        listenPort: this.port,
        requestQueue: REQUEST_QUEUE,
        uploadOnly: topic.complete,
        ...(topic.metadataSize !== undefined && !topic.private && { metadataSize: topic.metadataSize }),
        pages: { version: 1, ...(topic.map === undefined ? {} : { map: topic.map }) },
      },
    });
    this.#connections.add(connection);
    connection.listen({
      closed: (why) => {
        this.#connections.delete(connection);
        this.#options.log.debug('connection-ended', { with: connection.address, why });
        if (connection.breach !== undefined) this.#options.refused?.(connection, connection.breach);
      },
    });
    return connection;
  }

  #handshake(infoHash: InfoHash): Uint8Array {
    return encodeHandshake({ infoHash, peerId: this.#options.peerId, fast: true, extended: true });
  }

  #track(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const server = this.#listening?.server;
    const closed = new Promise<void>((resolve) =>
      server === undefined ? resolve() : server.close(() => resolve()),
    );
    for (const connection of this.#connections) connection.close('this node is stopping');
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
