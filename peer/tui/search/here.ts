import type { FileRow, Transfer } from '../../operations/operations.ts';
import { isWhole } from '../details/facts.ts';
import type { Feed } from '../feed.ts';

/** How a document stands on this node. */
export interface Here {
  /** `here`: whole; `partial`: begun, and nothing goes on */
  readonly state: 'here' | 'partial' | Exclude<Transfer['state'], 'done' | 'cancelled'>;
  /** 0-100 */
  readonly percent: number;
}

/** How a document stands on this node; `undefined` where nothing of it is here or on its way. */
export function hereOf(feed: Pick<Feed, 'files' | 'transferOf'>, infoHash: string): Here | undefined {
  return standing(feed.files.get(infoHash), feed.transferOf(infoHash));
}

function standing(file: FileRow | undefined, transfer: Transfer | undefined): Here | undefined {
  if (file !== undefined && isWhole(file)) return { state: 'here', percent: 100 };
  if (transfer !== undefined && transfer.state !== 'done' && transfer.state !== 'cancelled') {
    const { state, size, verifiedBytes } = transfer;
    return { state, percent: size === 0 ? 0 : (100 * verifiedBytes) / size };
  }
  return file === undefined ? undefined : { state: 'partial', percent: file.heldPercent };
}
