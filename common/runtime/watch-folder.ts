import { type FSWatcher, watch } from 'node:fs';

/**
 * Calls `changed` when something in `folder` comes, goes or changes; often more than once. It is only a hint: folders on a
 * network's disk and systems that have no watch left tell nothing, and what lies in folders below is not watched.
 */
export function watchFolder(folder: string, changed: () => void): Disposable {
  let watcher: FSWatcher | undefined;
  const end = (): void => {
    watcher?.close();
    watcher = undefined;
  };
  try {
    watcher = watch(folder, { persistent: false }, () => changed());
    watcher.on('error', end); // the folder is gone, or the system gave up
  } catch {
    // it cannot be watched
  }
  return { [Symbol.dispose]: end };
}
