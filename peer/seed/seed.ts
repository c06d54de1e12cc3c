import { messageOf } from '../../common/errors.ts';
import { lengthOf } from '../../common/range.ts';
import type { BlockAddress } from '../../common/wire/block-address.ts';
import { BLOCK_HEADER } from '../../common/wire/encode-message.ts';
import { MAX_BLOCK } from '../../common/wire/frame-limits.ts';
import type { Message } from '../../common/wire/message.ts';
import type { PagesMessage } from '../../common/wire/pages-message.ts';
import type { Content } from '../content/content.ts';
import { type Connection, REQUEST_QUEUE } from '../swarm/swarm.ts';
import { Allowance } from './allowance.ts';
import { BlockLayouter } from './block-frames.ts';
import { givenOf } from './given.ts';
import { leafBits } from './leaf-bits.ts';
import { LeafNews } from './leaf-news.ts';
import { mapAnswer } from './map-answer.ts';
import { MAX_READ, type Reading, UploadQueue } from './upload-queue.ts';
import type { Seat, Uploads } from './uploads.ts';
import { wholePiecesOf } from './whole-pieces.ts';

export { Uploads } from './uploads.ts';

/** Requests for what does not exist or is not held, after which the connection ends. */
const MAX_WRONG = 256;
/** Urgent requests that are served to one who is choked. @see docs/protocol/pdf-pages.md */
const URGENT = { bytes: 1024 * 1024, windowMs: 10_000 };
/** How often the page map is sent over one connection: nobody needs it more than once. */
const MAPS_PER_CONNECTION = 4;
/**
 * Bytes read and sent at a time: as much as went in the last moments, so that a slow connection is not filled with what
 * it may yet cancel.
 */
const PORTION = { min: 64 * 1024, seconds: 0.05 };
/** Buffers of all connections. */
const layouter = new BlockLayouter(MAX_READ + (MAX_READ / MAX_BLOCK) * BLOCK_HEADER);

/** What a connection is served from, when, and who counts what was sent. */
export interface SeedOptions {
  readonly content: Content;
  /** says when it is this connection's turn, among all of the node */
  readonly uploads: Uploads;
  /** told of what was sent */
  uploaded(bytes: number): void;
}

/** Serves the other side of `connection` from `content` until the connection ends. */
export function seed(connection: Connection, options: SeedOptions): void {
  new Seeding(connection, options).start();
}

class Seeding {
  readonly #connection: Connection;
  readonly #content: Content;
  readonly #options: SeedOptions;
  readonly #queue: UploadQueue;
  #seat: Seat | undefined;
  #forgetPieces: (() => void) | undefined;
  readonly #news: LeafNews;
  #sending = false;
  /** the connection has enough to send; it says when it wants more */
  #full = false;
  readonly #urgent = new Allowance(URGENT.bytes, URGENT.windowMs);
  #wrong = 0;
  #mapBytesSent = 0;

  constructor(connection: Connection, options: SeedOptions) {
    this.#connection = connection;
    this.#content = options.content;
    this.#options = options;
    this.#queue = new UploadQueue(options.content.description.info.pieceLength);
    this.#news = new LeafNews(connection, options.content.description);
  }

  start(): void {
    this.#sayPieces();
    this.#sayLeaves();
    if (!this.#connection.extended) this.#offerPieces();
    const forget = this.#content.onLeaf((leaf) => this.#gained(leaf));
    this.#connection.listen({
      introduced: () => {
        this.#sayLeaves();
        this.#offerPieces();
        this.#partIfUseless();
      },
      message: (message) => this.#message(message),
      pages: (message) => this.#pages(message),
      drain: () => {
        this.#full = false;
        void this.#send();
      },
      closed: () => {
        forget();
        this.#forgetPieces?.();
        this.#news.end();
        givenOf(this.#content).leave(this.#news);
        this.#queue.clear();
        this.#seat?.leave();
      },
    });
    if (!this.#connection.closed) this.#seat = this.#takeSeat();
  }

  #takeSeat(): Seat {
    const isBusy = (): boolean => this.#full || this.#queue.length > 0;
    const content = this.#content;
    const connection = this.#connection;
    return this.#options.uploads.join({
      connection,
      get complete() {
        return content.complete;
      },
      get held() {
        return connection.holdings.share(content.description.layout.leaves.length);
      },
      get busy() {
        return isBusy();
      },
      choke: () => this.#choke(),
      unchoke: () => this.#unchoke(),
    });
  }

  #unchoke(): void {
    this.#connection.amChoking = false;
    this.#connection.send({ type: 'unchoke' });
  }

  /** What waits is rejected; what is being read is still sent. @see BEP 6 */
  #choke(): void {
    this.#connection.amChoking = true;
    this.#connection.send({ type: 'choke' });
    for (const block of this.#queue.clear()) this.#reject(block);
  }

  /** The leaves of a document without a page map are its pieces, and those every client understands. */
  #sayPieces(): void {
    const { layout, map } = this.#content.description;
    if (this.#content.complete || map !== undefined) return;
    for (const piece of layout.leaves.keys())
      if (this.#content.holdsLeaf(piece)) this.#connection.send({ type: 'have', piece });
  }

  /** Who does not deal in our leaves hears of pieces as they become whole. */
  #offerPieces(): void {
    const { map } = this.#content.description;
    const told = this.#forgetPieces !== undefined || this.#connection.closed;
    if (told || this.#content.complete || map === undefined || this.#meanSameLeaves) return;
    this.#forgetPieces = wholePiecesOf(this.#content).listen((piece) =>
      this.#connection.send({ type: 'have', piece }),
    );
  }

  /** Of a whole document the connection said so when it began; who holds nothing has nothing to say. */
  #sayLeaves(): void {
    if (this.#content.complete || !this.#meanSameLeaves) return;
    const { leaves } = this.#content.description.layout;
    const bits = leafBits(leaves.length, (leaf) => this.#content.holdsLeaf(leaf));
    if (bits.some((byte) => byte !== 0)) this.#connection.sendPages({ type: 'leafBitfield', bits });
  }

  get #meanSameLeaves(): boolean {
    const { map } = this.#content.description;
    return map !== undefined && this.#connection.meansLeavesOf(map.digest);
  }

  /** Two who both have all of it hold a place that others could use. @see BEP 21 */
  #partIfUseless(): void {
    if (this.#content.complete && this.#connection.wantsNothing)
      this.#connection.close('both sides have all of the document');
  }

  #gained(leaf: number): void {
    if (this.#content.complete) this.#connection.sayComplete();
    if (this.#content.description.map === undefined) {
      this.#connection.send({ type: 'have', piece: leaf });
      return;
    }
    this.#news.gained(leaf);
  }

  #message(message: Message): void {
    switch (message.type) {
      case 'interested':
        if (this.#content.complete) givenOf(this.#content).join(this.#news);
        this.#seat?.changed();
        return;
      case 'notInterested':
        this.#seat?.changed();
        return;
      case 'have':
      case 'haveAll':
      case 'bitfield':
        return this.#partIfUseless();
      case 'request':
        return this.#request(message, false);
      case 'cancel':
        if (this.#queue.cancel(message)) this.#reject(message);
        return;
      default:
    }
  }

  #pages(message: PagesMessage): void {
    if (message.type === 'urgentRequest') this.#request(message, true);
    else if (message.type === 'mapRequest') {
      this.#sendMap(message.chunk);
    }
  }

  #sendMap(chunk: number): void {
    const blob = this.#content.description.map?.blob;
    const enough = this.#mapBytesSent >= MAPS_PER_CONNECTION * (blob?.length ?? 0);
    const answer = mapAnswer(enough ? undefined : blob, chunk);
    if (answer.type === 'mapData') this.#mapBytesSent += answer.data.length;
    this.#connection.sendPages(answer);
  }

  #request({ piece, begin, length }: BlockAddress, urgent: boolean): void {
    const block = { piece, begin, length };
    if (this.#connection.amChoking && !(urgent && this.#urgent.take(length, performance.now()))) {
      return this.#reject(block);
    }
    if (!this.#canServe(block) || this.#queue.length >= REQUEST_QUEUE) return this.#refuse(block);
    this.#queue.add(block, urgent);
    const offset = this.#queue.offsetOf(block);
    givenOf(this.#content).give(this.#news, { begin: offset, end: offset + length });
    this.#seat?.asked();
    void this.#send();
  }

  #canServe(block: BlockAddress): boolean {
    const { pieceLength } = this.#content.description.info;
    if (block.length < 1 || block.length > MAX_BLOCK || block.begin + block.length > pieceLength)
      return false;
    const begin = this.#queue.offsetOf(block);
    return this.#content.holds({ begin, end: begin + block.length });
  }

  /** Rejects what can't be served; who asks for too much of it is no peer. */
  #refuse(block: BlockAddress): void {
    this.#reject(block);
    if (++this.#wrong > MAX_WRONG) this.#connection.refuse('it asked for too much that is not here');
  }

  #reject({ piece, begin, length }: BlockAddress): void {
    if (this.#connection.fast) this.#connection.send({ type: 'reject', piece, begin, length });
  }

  /** Sends until the connection is full; `drain` goes on. */
  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (!this.#full && !this.#connection.closed) {
        const reading = await this.#nextReading();
        if (reading === undefined) break;
        this.#full = !(await this.#deliver(reading));
      }
    } catch (thrown) {
      this.#connection.close(`the document cannot be read: ${messageOf(thrown)}`);
    } finally {
      this.#sending = false;
    }
  }

  /** What is sent next, when it may be. */
  #nextReading(): Reading | undefined | Promise<Reading | undefined> {
    const limit = this.#options.uploads.limitOf(this.#connection.address);
    if (limit === undefined) return this.#queue.next(this.#portion);
    return new Promise((resolve) => {
      limit.ask((most) => {
        // while it waited it may have been choked, or the connection may have ended: then nothing is left
        const reading = this.#queue.next(Math.min(most, this.#portion));
        resolve(reading);
        return reading === undefined ? 0 : lengthOf(reading.range);
      });
    });
  }

  /** @returns false when the connection has enough to send */
  async #deliver({ range, blocks }: Reading): Promise<boolean> {
    const { bytes, places, giveBack } = layouter.layOut(blocks);
    await this.#content.readInto(places, range.begin);
    this.#options.uploaded(lengthOf(range));
    return this.#connection.sendBlocks(bytes, lengthOf(range), giveBack);
  }

  get #portion(): number {
    const perSecond = this.#connection.traffic.up.perSecond(performance.now());
    return Math.max(PORTION.min, perSecond * PORTION.seconds);
  }
}
