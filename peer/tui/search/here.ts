import type { FileRow, Transfer } from '../../operations/operations.ts';
import type { Feed } from '../feed.ts';

/** How a document stands on this node. */
export interface Here {
  /** `here`: whole; `partial`: begun, and nothing goes on */
  readonly state: 'here' | 'partial' | Exclude<Transfer['state'], 'done' | 'cancelled'>;
  /** 0-100 */
  readonly percent: number;
}

/**
 * Answers how documents stand on this node, by info hash. Made anew when the feed's transfers have changed; the rows of a list ask
 * it, so it looks nothing up twice.
 */
export function hereIn({
  files,
  transfers,
}: Pick<Feed, 'files' | 'transfers'>): (infoHash: string) => Here | undefined {
  const open = new Map<string, Transfer>();
  for (const transfer of transfers.values()) {
    const isOpen = transfer.state !== 'done' && transfer.state !== 'cancelled';
    if (isOpen) open.set(transfer.infoHash, transfer);
  }
  return (infoHash) => standing(files.get(infoHash), open.get(infoHash));
}

function standing(file: FileRow | undefined, transfer: Transfer | undefined): Here | undefined {
  if (file?.state === 'serving' || file?.state === 'idle') return { state: 'here', percent: 100 };
  if (transfer !== undefined && transfer.state !== 'done' && transfer.state !== 'cancelled') {
    const { state, size, verifiedBytes } = transfer;
    return { state, percent: size === 0 ? 0 : (100 * verifiedBytes) / size };
  }
  return file === undefined ? undefined : { state: 'partial', percent: file.heldPercent };
}
