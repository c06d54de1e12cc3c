import type { Layout } from '../../common/layout.ts';
import type { Metainfo } from '../../common/metainfo/metainfo.ts';
import type { ByteRange } from '../../common/range.ts';

export { openPartial, type PartialContent } from './partial.ts';
export { openWhole } from './whole.ts';

/** A document as it is described: by its `.torrent`, and by its page map where there is one that can be trusted. */
export interface Description {
  readonly metainfo: Metainfo;
  readonly layout: Layout;
  /** the page map's blob; absent for a document without one */
  readonly map?: Uint8Array;
}

/** The bytes of one document on this node's disk: which of them are verified, and reading them. */
export interface Content extends AsyncDisposable {
  readonly description: Description;
  readonly path: string;
  readonly complete: boolean;
  /** verified bytes */
  readonly heldBytes: number;
  holdsLeaf(leaf: number): boolean;
  /** whether every byte of `range` is verified */
  holds(range: ByteRange): boolean;
  /**
   * Bytes of the document, a new array.
   *
   * @throws {CodedError} ERR_CONTENT_NOT_HELD, ERR_CONTENT_CHANGED, or the system's error
   */
  read(range: ByteRange): Promise<Uint8Array>;
  /** Calls `listener` with every leaf that becomes held. @returns what ends that */
  onLeaf(listener: (leaf: number) => void): () => void;
}
