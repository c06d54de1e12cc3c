import type { Sha256 } from '../../common/ids.ts';
import type { Layout } from '../../common/layout.ts';
import type { Info } from '../../common/metainfo/info.ts';
import type { ByteRange } from '../../common/range.ts';

/** A document as it is known before a byte of it is here. */
export interface Description {
  readonly info: Info;
  /** what the document is; unknown for other people's torrents until it is whole */
  readonly sha256?: Sha256 | undefined;
  /** leaves of the page map, where there is one that can be trusted; else the pieces */
  readonly layout: Layout;
  /** the page map's blob, and its SHA-256; absent for a document without one */
  readonly map?: { readonly blob: Uint8Array; readonly digest: Uint8Array } | undefined;
}

/** The bytes of one document on this node's disk: which of them are verified, and reading them. */
export interface Content extends AsyncDisposable {
  readonly description: Description;
  readonly path: string;
  readonly complete: boolean;
  /** verified bytes */
  readonly heldBytes: number;
  /** pages that can be shown in full */
  readonly heldPages: number;
  holdsLeaf(leaf: number): boolean;
  /** whether every byte of `range` is verified */
  holds(range: ByteRange): boolean;
  /**
   * Bytes of the document, a new array.
   *
   * @throws {CodedError} ERR_CONTENT_NOT_HELD, ERR_CONTENT_CHANGED, or the system's error
   */
  read(range: ByteRange): Promise<Uint8Array>;
  /** Fills `places`, one after the other, with the bytes of the document from `begin` on. @throws as `read` */
  readInto(places: readonly Uint8Array[], begin: number): Promise<void>;
  /** Calls `listener` with every leaf that becomes held. @returns what ends that */
  onLeaf(listener: (leaf: number) => void): () => void;
}
