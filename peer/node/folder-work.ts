import { CodedError } from '../../common/errors.ts';
import type { FolderWork } from '../watch-folders/watch-folders.ts';
import { publish } from './publish-paths.ts';
import type { Node } from './rooms.ts';
import { transferOperations } from './transferring.ts';

/** What `node` does with files that are put into its folders. */
export function folderWork(node: Node): FolderWork {
  const { holdings, library, log } = node;
  const { enqueue } = transferOperations(node);
  return {
    library,
    log,
    onGained: (listener) => holdings.onGained(listener),
    async publish(path, signal) {
      const request = { paths: [path], copy: false, any: false };
      for await (const event of publish(node, request, { signal })) {
        if (event.type === 'refused') throw new CodedError(event.code, event.message);
      }
    },
    async fetch(path, signal) {
      await enqueue({ document: path, serve: true }, { signal });
    },
  };
}
