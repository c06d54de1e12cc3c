/** What to publish, and how. */
export interface PublishRequest {
  /** absolute paths of files and folders */
  readonly paths: readonly string[];
  /** copy into the library folder instead of sharing where they lie */
  readonly copy: boolean;
  /** accept what is not a PDF */
  readonly any: boolean;
}

/** What publishing one file came to. */
export interface PublishedFile {
  readonly path: string;
  readonly name: string;
  readonly sha256: string;
  readonly infoHash: string;
  readonly md5: string;
  readonly size: number;
  readonly pages: number;
  readonly mapped: boolean;
  /** why it has no page map; empty with one */
  readonly reason: string;
  /** `new`: first of its bytes; `known`: somebody had published them, this host seeds theirs; `local`: no tracker took it yet */
  readonly state: 'new' | 'known' | 'local';
  /** URLs of the trackers that acknowledged */
  readonly trackers: readonly string[];
  /** what people should know of it, though it is published; empty for a file that is whole */
  readonly warnings: readonly PublishWarning[];
}

/** That a PDF is damaged. */
export interface PublishWarning {
  /** `cut-off`: it has no end; `broken`: its tables do not lead to its objects, or not to all of its pages */
  readonly code: 'cut-off' | 'broken';
  readonly message: string;
  /** pages that were found */
  readonly pages: number;
  /** pages that it says it has, where those are more */
  readonly promisedPages?: number;
}

/** What publishing tells on its way, about the file at `path`: how far it is, and what came of it. */
export type PublishEvent =
  /** the first one: how many files there are, those that were not found among them */
  | { readonly type: 'counted'; readonly files: number }
  | {
      readonly type: 'reading';
      readonly path: string;
      readonly stage: string;
      readonly done: number;
      readonly total: number;
    }
  | { readonly type: 'published'; readonly file: PublishedFile }
  | { readonly type: 'refused'; readonly path: string; readonly code: string; readonly message: string };
