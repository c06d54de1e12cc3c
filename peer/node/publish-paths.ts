import { availableParallelism } from 'node:os';
import { codeOf, messageOf } from '../../common/errors.ts';
import { createPipe, type Pipe } from '../../common/runtime/pipe.ts';
import { shareRuns } from '../../common/runtime/share-runs.ts';
import type { WorkerPool } from '../../common/runtime/worker-pool.ts';
import type { Abortable, PublishEvent, PublishRequest } from '../operations/operations.ts';
import {
  createReadThreads,
  findFiles,
  keepUpload,
  type Publishing,
  type PublishRooms,
  publishFile,
  readFile,
} from '../publish/publish.ts';
import { createTurns } from './create-turns.ts';
import type { Node } from './rooms.ts';
import { spareSilent } from './spare-silent.ts';

/** A thread with PDFium takes 40 MB; more of them than this only wait for the disk. */
const MAX_THREADS = 4;
/** Files at once for each thread: while one is told to the trackers, another is read. */
const FILES_PER_THREAD = 2;
/** Progress of one file is told no more often, ms; of a document of 7,000 pages there would be 7,000 news. */
const PROGRESS_EVERY_MS = 100;

/**
 * Publishes files and folders, several files at once; one that is refused does not stop the others. What is told of one
 * file comes in its order.
 */
export function publish(
  node: Node,
  request: PublishRequest,
  { signal }: Abortable,
): AsyncIterable<PublishEvent> {
  const stopping = new AbortController();
  const pipe = createPipe<PublishEvent>(fileOf, () => stopping.abort());
  const limit = AbortSignal.any([signal, stopping.signal]);
  publishAll(node, request, pipe, limit).then(
    () => pipe.end(),
    (error: unknown) => pipe.fail(error),
  );
  return pipe;
}

async function publishAll(
  node: Node,
  request: PublishRequest,
  pipe: Pipe<PublishEvent>,
  signal: AbortSignal,
): Promise<void> {
  const found = await findAll(request);
  signal.throwIfAborted();
  pipe.push({ type: 'counted', files: found.files.length + found.refused.length });
  for (const refusal of found.refused) pipe.push(refusal);

  const threadCount = Math.min(MAX_THREADS, availableParallelism(), found.files.length);
  await using threads = createReadThreads(Math.max(1, threadCount));
  const work = createPublishing(node, request, pipe, threads, signal);
  const files = found.files.values(); // one iterator for all lines: each takes the next file
  const lines = Array.from({ length: threadCount * FILES_PER_THREAD }, async () => {
    for (const file of files) await work.begin(file);
  });
  // all of them have to end before the threads do, whichever fails
  const ends = await Promise.allSettled(lines);
  await work.end();
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

type Refusal = PublishEvent & { readonly type: 'refused' };

/** The files that `request` means, each once, and what there is not. */
async function findAll({ paths, any }: PublishRequest): Promise<{ files: string[]; refused: Refusal[] }> {
  const files = new Set<string>();
  const refused: Refusal[] = [];
  for (const path of paths) {
    try {
      for (const file of await findFiles(path, any)) files.add(file);
    } catch (error) {
      refused.push(refusalOf(path, error));
    }
  }
  return { files: [...files], refused };
}

/** The way of each file: read, told to the trackers, taken into the library, announced as held. */
function createPublishing(
  node: Node,
  { copy, any }: PublishRequest,
  pipe: Pipe<PublishEvent>,
  threads: WorkerPool,
  signal: AbortSignal,
) {
  const rooms = roomsOf(node);
  // two files with the same bytes: the second one is to find the publication of the first
  const turns = createTurns();
  const announce = shareRuns(() => node.announcer.flush({ signal }));
  const ending: Promise<void>[] = [];

  async function add(publishing: Publishing): Promise<PublishEvent> {
    const reading = await readFile(publishing);
    return turns.take(reading.sha256, async () => {
      const { file, upload } = await publishFile(publishing, reading, rooms);
      await keepUpload(node.library.folders.documents, upload);
      const document = node.library.get(upload.publication.infoHash);
      if (document !== undefined) node.holdings.gained(document);
      return { type: 'published', file };
    });
  }

  return {
    /** Resolves when the file is in the library, or refused. */
    async begin(path: string): Promise<void> {
      signal.throwIfAborted();
      const onProgress = progressOf(path, pipe);
      try {
        const published = await add({ path, copy, any, sequence: Date.now(), signal, threads, onProgress });
        // many files share one announcement; the next file does not wait for it
        ending.push(announce().then(() => pipe.push(published)));
      } catch (error) {
        signal.throwIfAborted();
        node.log.info('publish-refused', { path, err: error });
        pipe.push(refusalOf(path, error));
      }
    },
    /** Resolves when everything is told. */
    async end(): Promise<void> {
      await Promise.all(ending);
    },
  };
}

/** Tells of the progress of the file at `path`: each stage, and within one now and then. */
function progressOf(path: string, pipe: Pipe<PublishEvent>): Publishing['onProgress'] {
  let told = { stage: '', at: 0 };
  return ({ stage, done, total }) => {
    const now = performance.now();
    if (stage === told.stage && now - told.at < PROGRESS_EVERY_MS) return;
    told = { stage, at: now };
    pipe.push({ type: 'reading', path, stage, done, total });
  };
}

function refusalOf(path: string, error: unknown): Refusal {
  return { type: 'refused', path, code: codeOf(error) ?? 'ERR_PUBLISH_FAILED', message: messageOf(error) };
}

function roomsOf(node: Node): PublishRooms {
  return {
    library: node.library,
    announceUrls: node.announceUrls,
    tell: spareSilent(
      (upload, signal) => node.announcer.publish(upload, { signal }),
      () => performance.now(),
    ),
    published: (publication, signal) => node.searchIn([]).upload(publication.sha256, { signal }),
  };
}

/** the file that an event tells how far it is: what comes later makes that worthless */
function fileOf(event: PublishEvent): string | undefined {
  if (event.type === 'reading') return event.path;
  return event.type === 'published' ? event.file.path : undefined;
}
