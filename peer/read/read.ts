import { join } from 'node:path';
import { CodedError, codeOf, messageOf } from '../../common/errors.ts';
import { unlessAborted } from '../../common/runtime/unless-aborted.ts';
import { createWorkerPool } from '../../common/runtime/worker-pool.ts';
import type { Abortable, PagePicture, ReadableFile, ReadOperations } from '../operations/operations.ts';
import { openCopies } from './copies.ts';
import type { Pixels } from './draw-page.ts';
import type { DrawJob } from './draw-page.worker.ts';
import { findHere, type Here, type ReadRooms } from './here.ts';
import { createPictureCache } from './picture-cache.ts';

/** A page takes some ten ms; the first one some hundred more. */
const DRAW_TIME_LIMIT_MS = 15_000;
const DRAW_HEAP_MIB = 512;
/** Pages of one document are looked at one after the other; a thread that rests gives 40 MB back. */
const DRAW_IDLE_MS = 60_000;
const PAGES_PER_THREAD = 500;
/** A thumbnail has some ten thousand characters. */
const CACHED_CHARACTERS = 8 * 1024 * 1024;
/** No terminal has more pixels, nor has this node a use for them. */
const MAX_PIXELS_A_SIDE = 2000;

/** What looks into documents. Disposing ends its thread. */
export interface Reader extends ReadOperations, AsyncDisposable {}

/** A reader of what is in `rooms`; its copies for viewers lie in the data folder's `cache`. */
export async function openReader(rooms: ReadRooms): Promise<Reader> {
  const copies = await openCopies(join(rooms.library.folders.data, 'cache'));
  const draw = createDrawer();
  return {
    async preview({ document, page, width, height }, options) {
      const here = await findHere(rooms, document, options);
      await checkPage(here, page);
      const room = { width: sideOf(width), height: sideOf(height) };
      return draw.page(here, page - 1, room, options);
    },
    async readable(document, options) {
      const here = await findHere(rooms, document, options);
      const { path, pages, complete } = here;
      if (!complete) return readableCopy(here, options);
      await copies.drop(here.infoHash);
      return { path, complete, pages };
    },
    [Symbol.asyncDispose]: () => draw[Symbol.asyncDispose](),
  };

  async function readableCopy(here: Here, options: Abortable): Promise<ReadableFile> {
    const { map, name } = here;
    if (map === undefined) {
      throw new CodedError(
        'ERR_READ_NOTHING_YET',
        `'${name}' has no page map, so it can be read when it is whole`,
      );
    }
    const held = await pagesHeld(here, options.signal);
    if (held.length === 0) throw new CodedError('ERR_READ_NOTHING_YET', `no page of '${name}' is here yet`);
    return { path: await copies.write(here, map, held, options), complete: false, pages: held.length };
  }
}

async function pagesHeld({ pages, holdsPage }: Here, signal: AbortSignal): Promise<number[]> {
  const held: number[] = [];
  for (let page = 0; page < pages; page++) {
    signal.throwIfAborted();
    if (await holdsPage(page)) held.push(page);
  }
  return held;
}

/** @param page from 1. @throws {CodedError} ERR_READ_NO_SUCH_PAGE, ERR_READ_PAGE_MISSING */
async function checkPage({ name, pages, complete, map, holdsPage }: Here, page: number): Promise<void> {
  if (!Number.isSafeInteger(page) || page < 1 || (pages > 0 && page > pages)) {
    const range = pages > 0 ? `; '${name}' has pages 1-${pages}` : '';
    throw new CodedError('ERR_READ_NO_SUCH_PAGE', `there is no page ${page}${range}`);
  }
  if (complete) return;
  if (map === undefined) {
    throw new CodedError(
      'ERR_READ_PAGE_MISSING',
      `'${name}' has no page map, so it can be read when it is whole`,
    );
  }
  if (!(await holdsPage(page - 1)))
    throw new CodedError('ERR_READ_PAGE_MISSING', `page ${page} of '${name}' is not here yet`);
}

function sideOf(pixels: number): number {
  return Number.isFinite(pixels) ? Math.min(MAX_PIXELS_A_SIDE, Math.max(1, Math.round(pixels))) : 1;
}

/** Draws one page at a time; what was drawn lately is not drawn again. */
function createDrawer() {
  const pool = createWorkerPool({
    script: new URL('./draw-page.worker.js', import.meta.url),
    heapMiB: DRAW_HEAP_MIB,
    limit: 1,
    jobsPerThread: PAGES_PER_THREAD,
    idleMs: DRAW_IDLE_MS,
  });
  const cache = createPictureCache(CACHED_CHARACTERS);
  const closing = new AbortController();
  let turn: Promise<unknown> = Promise.resolve();

  async function draw({ path, map }: Here, page: number, room: { width: number; height: number }) {
    const input: DrawJob = { path, page, ...room, ...(map === undefined ? {} : { map }) };
    try {
      const { width, height, rgb } = await pool.run<Pixels>({
        input,
        signal: closing.signal,
        timeLimitMs: DRAW_TIME_LIMIT_MS,
      });
      return { width, height, rgb: Buffer.from(rgb).toString('base64') };
    } catch (error) {
      closing.signal.throwIfAborted();
      if (codeOf(error)?.startsWith('ERR_READ_') === true) throw error;
      const message = `page ${page + 1} cannot be drawn: ${messageOf(error)}`;
      throw new CodedError('ERR_READ_CANNOT_DRAW', message, { cause: error });
    }
  }

  return {
    /** Who leaves before it is his turn costs nothing; who leaves later has it drawn for the next who asks. */
    async page(
      here: Here,
      page: number,
      room: { width: number; height: number },
      { signal }: Abortable,
    ): Promise<PagePicture> {
      const key = `${here.infoHash} ${page} ${room.width} ${room.height}`;
      const known = cache.get(key);
      if (known !== undefined) return known;
      const drawn = turn.then(async () => {
        signal.throwIfAborted();
        const picture = cache.get(key) ?? (await draw(here, page, room)); // somebody before may have drawn it
        cache.put(key, picture);
        return picture;
      });
      turn = drawn.catch(() => undefined);
      return unlessAborted(drawn, signal);
    },
    async [Symbol.asyncDispose]() {
      closing.abort(new CodedError('ERR_PEER_INTERRUPTED', 'the peer is ending'));
      await pool[Symbol.asyncDispose]();
    },
  };
}
