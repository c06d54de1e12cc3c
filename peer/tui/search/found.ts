import type { DocumentSummary } from '../../../common/tracker-api/publication.ts';

/** A document in the list: as the trackers tell of it, or as its `.torrent` or magnet link does. */
export interface Found extends Omit<DocumentSummary, 'sha256' | 'infoHash' | 'md5'> {
  /** empty for other people's torrents */
  readonly sha256: string;
  readonly infoHash: string;
  /** empty where it is not known */
  readonly md5: string;
  /** what to fetch it by, where that is not its hash: the `.torrent` or the magnet link it came by */
  readonly asked?: string;
}

/** What `GetRequest.document` names it by. */
export function nameOf({ asked, sha256, infoHash }: Found): string {
  return asked ?? (sha256 === '' ? infoHash : sha256);
}
