import type { DocumentDetails, DocumentSummary, Holder } from '../../../common/tracker-api/publication.ts';
import type {
  ConnectedPeer,
  FileRow,
  PageHeat,
  PlannedHolder,
  Transfer,
} from '../../operations/operations.ts';
import type { Feed } from '../feed.ts';

/** Which document the details are of. */
export interface DocumentName {
  readonly infoHash: string;
  /** empty where it is not known */
  readonly sha256: string;
  readonly name: string;
}

/** All that is known of a document, from wherever. */
export interface DocumentFacts {
  readonly document: DocumentName;
  /** it is here, wholly or in part */
  readonly file: FileRow | undefined;
  readonly transfer: Transfer | undefined;
  /** as it is published */
  readonly summary: DocumentSummary | undefined;
  /** what the trackers tell when asked; `undefined` until then */
  readonly details: DocumentDetails | undefined;
  /** what was thrown where they tell nothing */
  readonly trouble: unknown;
  readonly heat: PageHeat | undefined;
  /** index of the chosen page */
  readonly page: number;
}

/** A holder with what this node knows of it. */
export interface HolderRow {
  readonly address: string;
  readonly client: string;
  readonly heldPercent: number;
  readonly heldPages: number | undefined;
  readonly latencyMs: number | undefined;
  /** 1 for the best; of a download */
  readonly rank: number | undefined;
  /** ms since a tracker last heard of it; `undefined` where none did */
  readonly ageMs: number | undefined;
}

/** Whether all of a document is here as it was published. */
export function isWhole({ state }: FileRow): boolean {
  return state === 'serving' || state === 'idle' || state === 'checking';
}

/** Number of pages, 0 where it is not known. */
export function pagesOf({ file, summary, details, transfer }: DocumentFacts): number {
  return file?.pages ?? details?.pages ?? summary?.pages ?? transfer?.pages ?? 0;
}

/** Those that hold a document, with what was measured: the ranked first, in their order, then who holds most. */
export function holderRows(
  holders: readonly Holder[],
  planned: readonly PlannedHolder[],
  connected: readonly ConnectedPeer[],
): HolderRow[] {
  const plans = new Map(planned.map((one) => [one.address, one]));
  const peers = new Map(connected.map((one) => [one.address, one]));
  const rows = holders.map((holder): HolderRow => {
    const address =
      holder.addresses.find((one) => plans.has(one) || peers.has(one)) ?? holder.addresses[0] ?? '-';
    const [plan, peer] = [plans.get(address), peers.get(address)];
    plans.delete(address);
    return {
      address,
      client: peer?.client || plan?.client || holder.client,
      heldPercent: holder.complete ? 100 : holder.heldPercent,
      heldPages: holder.heldPages,
      latencyMs: plan?.latencyMs ?? peer?.latencyMs,
      rank: plan?.rank,
      ageMs: holder.ageMs,
    };
  });
  return rows.toSorted(byRankThenShare);
}

function byRankThenShare(a: HolderRow, b: HolderRow): number {
  const ranks = (a.rank ?? Number.MAX_SAFE_INTEGER) - (b.rank ?? Number.MAX_SAFE_INTEGER);
  return ranks || b.heldPercent - a.heldPercent || (a.address < b.address ? -1 : 1);
}

/** What `feed` knows of `document`. */
export function factsFrom(
  feed: Feed,
  document: DocumentName,
): Pick<DocumentFacts, 'file' | 'transfer' | 'summary'> {
  const file = feed.files.get(document.infoHash);
  const sha256 = document.sha256 || (file?.sha256 ?? '');
  return {
    file,
    transfer: feed.transferOf(document.infoHash),
    summary: feed.published.get(sha256),
  };
}
