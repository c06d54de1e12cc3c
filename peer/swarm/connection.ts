import { Bitfield } from '../../common/bitfield.ts';
import { equalBytes, formatHex } from '../../common/bytes.ts';
import { CodedError, messageOf } from '../../common/errors.ts';
import type { InfoHash } from '../../common/ids.ts';
import { decodeMessage } from '../../common/wire/decode-message.ts';
import { encodeExtendedHeader, encodeKeepAlive, encodeMessage } from '../../common/wire/encode-message.ts';
import { UT_PEX } from '../../common/wire/exchange-message.ts';
import {
  decodeExtendedHandshake,
  type ExtendedHandshake,
  encodeExtendedHandshake,
  PS_PAGES,
} from '../../common/wire/extended-handshake.ts';
import type { Frame } from '../../common/wire/frame.ts';
import { frameLimits } from '../../common/wire/frame-limits.ts';
import { FrameReader } from '../../common/wire/frame-reader.ts';
import type { Handshake } from '../../common/wire/handshake.ts';
import type { Message } from '../../common/wire/message.ts';
import { MAX_METADATA, UT_METADATA } from '../../common/wire/metadata-message.ts';
import {
  decodePagesMessage,
  encodePagesMessage,
  type PagesMessage,
} from '../../common/wire/pages-message.ts';
import type { ByteChannel } from './channel.ts';
import { Chatter, isChatter } from './chatter.ts';
import { clientName } from './client-name.ts';
import { introducedAgain } from './introduced-again.ts';
import { RemoteHoldings } from './remote-holdings.ts';
import { Traffic } from './traffic.ts';

/** What those who work on a connection hear of it; byte fields are good until the call returns. */
export interface ConnectionListener {
  /** any bytes at all: the other side lives */
  heard?(): void;
  message?(message: Message): void;
  pages?(message: PagesMessage): void;
  /** a message of another extension, by its name; what it throws ends the connection */
  extension?(name: string, payload: Uint8Array): void;
  /** the other side has said what it can do */
  introduced?(remote: ExtendedHandshake): void;
  drain?(): void;
  closed?(reason: string): void;
}

/** Our own message ids: what others put before messages to us. */
const OUR_IDS: ReadonlyMap<string, number> = new Map([
  [PS_PAGES, 1],
  [UT_METADATA, 2],
  [UT_PEX, 3],
]);
/** What an info dictionary that is not known yet can have at most: 20 bytes of it are a piece's hash. */
const MAX_PIECES = Math.ceil(MAX_METADATA / 20);
/** Requests that we let wait for one connection, as our handshake says (`reqq`); those beyond are rejected. @see BEP 10 */
export const REQUEST_QUEUE = 2000;
/** A connection on which nothing came for so long has ended, ms: two missed keep-alives. @see BEP 3 */
const DEAD_AFTER_MS = 250_000;
const KEEP_ALIVE_MS = 100_000;
/**
 * Bytes that wait to be sent on one connection, after which it ends. Blocks stop waiting far below; only who has answers
 * piled up (rejects, pongs, chunks of the map) and reads none of them comes here.
 */
const MAX_UNSENT = 8 * 1024 * 1024;

/** What a connection starts from, once the handshakes are through. */
export interface ConnectionOptions {
  readonly channel: ByteChannel;
  readonly infoHash: InfoHash;
  /** of the info dictionary; 0 while that is not known, and what is said of pieces means nothing */
  readonly pieceCount: number;
  /** what the other side said first */
  readonly handshake: Handshake;
  /** whether we hold all of the document, which must be the first thing said */
  readonly complete: boolean;
  /** what we say of ourselves; `extensions` are filled in */
  readonly introduction: Omit<ExtendedHandshake, 'extensions'>;
  /** extensions spoken about this document */
  readonly extensions: readonly string[];
  /** whether we made it */
  readonly outgoing: boolean;
  /** where its bytes are counted beside the connection itself */
  readonly counted: readonly Traffic[];
}

/** One connection about one document: messages both ways, and what each side has said of itself. */
export class Connection {
  readonly infoHash: InfoHash;
  readonly pieceCount: number;
  /** `ip:port` of the other side */
  readonly address: string;
  /** 40 hexadecimal digits */
  readonly remoteId: string;
  /** whether both speak BEP 6: requests are rejected, never forgotten */
  readonly fast: boolean;
  /** whether the other side speaks BEP 10 */
  readonly extended: boolean;
  readonly holdings: RemoteHoldings;
  /** whether we made it */
  readonly outgoing: boolean;
  /** bytes of the document that went over it */
  readonly traffic = new Traffic();
  /** round trip, ms, as last measured; `undefined` until it is */
  latencyMs: number | undefined;
  /** how the other side broke the protocol, which is why the connection has ended */
  breach: string | undefined;
  remote: ExtendedHandshake | undefined;
  peerChoking = true;
  amInterested = false;
  amChoking = true;
  peerInterested = false;

  readonly #channel: ByteChannel;
  readonly #reader: FrameReader;
  readonly #counted: readonly Traffic[];
  readonly #peerId: Uint8Array;
  /** a new array when one comes or goes, so that they may do so while they are told */
  #listeners: readonly ConnectionListener[] = [];
  readonly #chatter = new Chatter();
  /** what we have said of ourselves */
  readonly #introduction: ExtendedHandshake;
  #timer: NodeJS.Timeout | undefined;
  #lastHeardAt = performance.now();
  #lastSentAt = performance.now();
  #closed: string | undefined;
  /** whether we ever said that we want bytes: what was asked then may still come */
  #wasInterested = false;

  constructor(options: ConnectionOptions) {
    const { channel, infoHash, pieceCount, handshake, complete, introduction } = options;
    this.infoHash = infoHash;
    this.pieceCount = pieceCount;
    this.address = channel.remoteAddress;
    this.remoteId = formatHex(handshake.peerId);
    this.fast = handshake.fast;
    this.extended = handshake.extended;
    this.holdings = new RemoteHoldings(pieceCount);
    this.outgoing = options.outgoing;
    this.#counted = [this.traffic, ...options.counted];
    this.#peerId = handshake.peerId;
    this.#channel = channel;
    this.#reader = new FrameReader(frameLimits(pieceCount || MAX_PIECES), (frame) => this.#frame(frame));
    this.#timer = setInterval(() => this.#keepAlive(), KEEP_ALIVE_MS / 4);
    this.#timer.unref();
    this.#sayPieces(complete);
    const extensions = new Map([...OUR_IDS].filter(([name]) => options.extensions.includes(name)));
    this.#introduction = { ...introduction, extensions };
    if (handshake.extended) this.#introduce(this.#introduction);
    channel.use({
      data: (bytes) => this.#data(bytes),
      drain: () => this.#tell((listener) => listener.drain?.()),
      close: (reason) => this.#end(reason),
    });
  }

  /** Program and version, as it says or as its peer id says; empty if neither does. */
  get client(): string {
    return this.remote?.client || clientName(this.#peerId);
  }

  get closed(): boolean {
    return this.#closed !== undefined;
  }

  /** Whether the other side is one of ours and has said so. */
  get speaksPages(): boolean {
    return this.#pagesId !== undefined;
  }

  /** Whether the other side's leaf indexes are those of the page map that has this digest. */
  meansLeavesOf(digest: Uint8Array): boolean {
    const theirs = this.remote?.pages?.map?.digest;
    return theirs !== undefined && equalBytes(theirs, digest);
  }

  listen(listener: ConnectionListener): () => void {
    this.#listeners = [...this.#listeners, listener];
    return () => {
      this.#listeners = this.#listeners.filter((other) => other !== listener);
    };
  }

  /** @returns false when more should wait for `drain` */
  send(message: Message): boolean {
    if (message.type === 'piece') this.#count('up', message.data.length);
    return this.#write(encodeMessage(message));
  }

  /**
   * Sends blocks that lie in `frames` as they travel. @returns as `send`
   *
   * @param bytes of the document among them
   * @param left called when `frames` may be used again
   */
  sendBlocks(frames: Uint8Array, bytes: number, left: () => void): boolean {
    if (this.closed) {
      left();
      return true;
    }
    this.#count('up', bytes);
    this.#lastSentAt = performance.now();
    return this.#channel.lend(frames, left);
  }

  /** Sends what only ours understand; to others nothing is sent. @returns as `send` */
  sendPages(message: PagesMessage): boolean {
    if (this.#pagesId === undefined) return true;
    return this.sendExtension(PS_PAGES, encodePagesMessage(message));
  }

  /** Sends a message of the extension `name`; to who does not speak that nothing is sent. @returns as `send` */
  sendExtension(name: string, payload: readonly Uint8Array[]): boolean {
    const id = this.remote?.extensions.get(name) ?? 0;
    if (id === 0) return true;
    const length = payload.reduce((sum, chunk) => sum + chunk.length, 0);
    return this.#write([encodeExtendedHeader(id, length), ...payload]);
  }

  /** Whether the other side will ask for nothing more: it has all of the document, or says so. @see BEP 21 */
  get wantsNothing(): boolean {
    return this.holdings.complete || this.remote?.uploadOnly === true;
  }

  /** Says that all of the document is here now. @see BEP 21 */
  sayComplete(): void {
    if (this.extended) this.#introduce({ ...this.#introduction, uploadOnly: true });
  }

  /** Says once that we want bytes. */
  beInterested(): void {
    if (this.amInterested) return;
    this.amInterested = true;
    this.#wasInterested = true;
    this.send({ type: 'interested' });
  }

  /** Says once that there is nothing that we want. */
  beUninterested(): void {
    if (!this.amInterested) return;
    this.amInterested = false;
    this.send({ type: 'notInterested' });
  }

  /** Ends the connection; whoever listens hears `reason`. */
  close(reason: string): void {
    this.#channel.close(reason);
    this.#end(reason);
  }

  /** Ends the connection because the other side does not keep to the protocol. */
  refuse(reason: string): void {
    if (this.closed) return;
    this.breach = reason;
    this.close(reason);
  }

  get #pagesId(): number | undefined {
    const id = this.remote?.extensions.get(PS_PAGES);
    return id === undefined || id === 0 || this.remote?.pages === undefined ? undefined : id;
  }

  /** Of what is not whole there is nothing to say yet: pieces and leaves are told one by one. */
  #sayPieces(complete: boolean): void {
    if (this.fast) this.send({ type: complete ? 'haveAll' : 'haveNone' });
    else if (complete) this.send({ type: 'bitfield', bits: Bitfield.full(this.pieceCount).encode() });
  }

  #introduce(introduction: ExtendedHandshake): void {
    this.send({ type: 'extended', id: 0, payload: encodeExtendedHandshake(introduction) });
  }

  #write(chunks: readonly Uint8Array[]): boolean {
    if (this.closed) return true;
    if (this.#channel.unsent > MAX_UNSENT) {
      this.refuse('it does not read what it is sent');
      return true;
    }
    this.#lastSentAt = performance.now();
    return this.#channel.write(chunks);
  }

  #data(bytes: Uint8Array): void {
    if (this.closed) return;
    this.#lastHeardAt = performance.now();
    this.#tell((listener) => listener.heard?.());
    try {
      this.#reader.push(bytes);
    } catch (thrown) {
      this.refuse(messageOf(thrown));
    }
  }

  #frame(frame: Frame): void {
    if (this.closed) return;
    const message = decodeMessage(frame);
    if (message === undefined) return;
    if (isChatter(message)) this.#hearChatter();
    if (message.type === 'extended') return this.#extended(message.id, message.payload);
    this.#note(message);
    this.#tell((listener) => listener.message?.(message));
  }

  #note(message: Message): void {
    if (message.type === 'choke') this.peerChoking = true;
    else if (message.type === 'unchoke') this.peerChoking = false;
    else if (message.type === 'interested') this.peerInterested = true;
    else if (message.type === 'notInterested') this.peerInterested = false;
    else if (message.type === 'piece') this.#receiveBlock(message.data.length);
    else if (this.pieceCount > 0) this.#notePieces(message);
  }

  #notePieces(message: Message): void {
    if (message.type === 'haveAll') this.holdings.haveAll();
    else if (message.type === 'have') this.#noteHave(this.#existing(message.piece));
    else if (message.type === 'bitfield') this.holdings.setPieces(message.bits);
  }

  /** A piece that it has told of before is no news. */
  #noteHave(piece: number): void {
    if (!this.holdings.havePiece(piece)) this.#hearChatter();
  }

  #hearChatter(): void {
    if (this.#chatter.add(performance.now())) this.refuse('it talks and talks, and says nothing');
  }

  #receiveBlock(bytes: number): void {
    if (this.#wasInterested) this.#count('down', bytes);
    else this.refuse('it sent a block that nobody asked for');
  }

  #count(way: 'up' | 'down', bytes: number): void {
    const now = performance.now();
    for (const traffic of this.#counted) traffic[way].add(bytes, now);
  }

  #existing(piece: number): number {
    if (piece < this.pieceCount) return piece;
    throw new CodedError(
      'ERR_WIRE_MALFORMED',
      `piece ${piece} of ${this.pieceCount}: the connection is closed`,
    );
  }

  #extended(id: number, payload: Uint8Array): void {
    if (id === 0) {
      const remote = introducedAgain(this.remote, decodeExtendedHandshake(payload));
      this.remote = remote;
      this.#tell((listener) => listener.introduced?.(remote));
      return;
    }
    const name = nameOfId(id);
    if (name === PS_PAGES) {
      const message = decodePagesMessage(payload);
      if (message !== undefined) this.#pages(message);
    } else if (name !== undefined) this.#tell((listener) => listener.extension?.(name, payload));
  }

  #pages(message: PagesMessage): void {
    if (message.type === 'ping') {
      this.#hearChatter();
      this.sendPages({ type: 'pong', token: message.token.slice() });
    } else {
      if (message.type === 'leafBitfield') this.holdings.setLeaves(message.bits);
      else if (message.type === 'haveLeaves') this.holdings.haveLeaves(message.leaves);
      else if (message.type === 'givenLeaves') this.holdings.give(message.leaves);
      this.#tell((listener) => listener.pages?.(message));
    }
  }

  #keepAlive(): void {
    const now = performance.now();
    if (now - this.#lastHeardAt > DEAD_AFTER_MS) this.close('nothing came for four minutes');
    else if (now - this.#lastSentAt > KEEP_ALIVE_MS) this.#write([encodeKeepAlive()]);
  }

  #tell(what: (listener: ConnectionListener) => void): void {
    for (const listener of this.#listeners) what(listener);
  }

  #end(reason: string): void {
    if (this.closed) return;
    this.#closed = reason;
    clearInterval(this.#timer);
    this.#tell((listener) => listener.closed?.(reason));
    this.#listeners = [];
  }
}

function nameOfId(id: number): string | undefined {
  return [...OUR_IDS].find(([, ours]) => ours === id)?.[0];
}
