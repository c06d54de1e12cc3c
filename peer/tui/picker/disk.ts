/** Something in a folder. */
export interface DiskEntry {
  readonly name: string;
  /** what a link points to counts; `other`: a socket, a device, a link to nothing */
  readonly kind: 'folder' | 'file' | 'other';
}

/** What a list of files says of one. */
export interface DiskFacts {
  readonly kind: DiskEntry['kind'];
  /** bytes; of a file */
  readonly size: number;
  /** ms since 1970 */
  readonly modifiedAt: number;
}

/** The disk of the machine that the screen runs on, as far as a screen needs it. Paths are absolute. */
export interface Disk {
  readonly home: string;
  /** the folder in which the program was started */
  readonly here: string;
  /** everything in `folder`, in no order. @throws what the file system says */
  list(folder: string, options: { readonly signal: AbortSignal }): Promise<readonly DiskEntry[]>;
  /** `undefined` where there is nothing, or nothing that may be seen */
  facts(path: string): Promise<DiskFacts | undefined>;
}
