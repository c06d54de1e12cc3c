import { codeOf, messageOf } from '../../common/errors.ts';
import { createFeed, type Feed } from '../../common/runtime/feed.ts';
import type { Abortable, PublishEvent, PublishRequest } from '../operations/operations.ts';
import { findFiles, keepUpload, type PublishRooms, publishFile } from '../publish/publish.ts';
import type { Node } from './rooms.ts';

/** Publishes files and folders, one file after the other; one that is refused does not stop the others. */
export function publish(
  node: Node,
  request: PublishRequest,
  { signal }: Abortable,
): AsyncIterable<PublishEvent> {
  const stopping = new AbortController();
  const feed = createFeed<PublishEvent>(isNewerReading, () => stopping.abort());
  const limit = AbortSignal.any([signal, stopping.signal]);
  const work = async (): Promise<void> => {
    for (const path of request.paths) await publishPath(node, request, path, feed, limit);
  };
  work().then(
    () => feed.end(),
    (error: unknown) => feed.fail(error),
  );
  return feed;
}

async function publishPath(
  node: Node,
  request: PublishRequest,
  path: string,
  feed: Feed<PublishEvent>,
  signal: AbortSignal,
): Promise<void> {
  try {
    for (const file of await findFiles(path, request.any))
      await publishOne(node, request, file, feed, signal);
  } catch (error) {
    signal.throwIfAborted();
    feed.push({
      type: 'refused',
      path,
      code: codeOf(error) ?? 'ERR_PUBLISH_FAILED',
      message: messageOf(error),
    });
  }
}

async function publishOne(
  node: Node,
  { copy, any }: PublishRequest,
  path: string,
  feed: Feed<PublishEvent>,
  signal: AbortSignal,
): Promise<void> {
  try {
    const { file, upload } = await publishFile(
      {
        path,
        copy,
        any,
        sequence: Date.now(),
        signal,
        onProgress: ({ stage, done, total }) => feed.push({ type: 'reading', path, stage, done, total }),
      },
      roomsOf(node),
    );
    await keepUpload(node.library.folders.documents, upload);
    const document = node.library.get(upload.publication.infoHash);
    if (document !== undefined) node.holdings.gained(document);
    await node.announcer.flush({ signal }).catch(() => []);
    feed.push({ type: 'published', file });
  } catch (error) {
    signal.throwIfAborted();
    node.log.info('publish-refused', { path, err: error });
    feed.push({
      type: 'refused',
      path,
      code: codeOf(error) ?? 'ERR_PUBLISH_FAILED',
      message: messageOf(error),
    });
  }
}

function roomsOf(node: Node): PublishRooms {
  return {
    library: node.library,
    announceUrls: node.announceUrls,
    tell: (upload, signal) => node.announcer.publish(upload, { signal }),
    published: (publication, signal) => node.searchIn([]).upload(publication.sha256, { signal }),
  };
}

function isNewerReading(waiting: PublishEvent, next: PublishEvent): boolean {
  return waiting.type === 'reading' && next.type === 'reading' && waiting.path === next.path;
}
