import type { Abortable } from './abortable.ts';

/** A page as a picture. */
export interface PagePicture {
  /** pixels */
  readonly width: number;
  readonly height: number;
  /** red, green, blue of each pixel, rows from the top; `3 * width * height` bytes in base64 */
  readonly rgb: string;
}

/** What can be read of a document at this moment. */
export interface ReadableFile {
  /** of a PDF that any viewer opens: the document itself, or a copy of the pages that are here */
  readonly path: string;
  readonly complete: boolean;
  /** pages in it */
  readonly pages: number;
}

/** Looking into documents that are here. They are named as in `GetRequest.document`. */
export interface ReadOperations {
  /**
   * Page `page` (1-based), fitted into `width` x `height` pixels, its proportions kept.
   *
   * @throws {CodedError} ERR_LIBRARY_NOT_FOUND, ERR_READ_NO_SUCH_PAGE, ERR_READ_PAGE_MISSING when it has not arrived,
   *   ERR_READ_CANNOT_DRAW
   */
  preview(
    request: {
      readonly document: string;
      readonly page: number;
      readonly width: number;
      readonly height: number;
    },
    options: Abortable,
  ): Promise<PagePicture>;
  /** @throws {CodedError} ERR_LIBRARY_NOT_FOUND, ERR_READ_NOTHING_YET */
  readable(document: string, options: Abortable): Promise<ReadableFile>;
}
