import type { LibraryDocument } from '../library/library.ts';
import type { Node } from './rooms.ts';

/** Tells the trackers that a whole document is here; those that know now. */
export async function announce(
  node: Node,
  document: LibraryDocument,
  signal: AbortSignal,
): Promise<readonly string[]> {
  node.holdings.gained(document);
  return node.announcer.flush({ signal }).catch(() => []);
}
