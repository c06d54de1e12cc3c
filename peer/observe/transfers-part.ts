import type { Transfer } from '../operations/operations.ts';
import { TablePart } from './part.ts';

/** Transfers as watching needs them. */
export interface WatchedTransfers {
  list(): readonly Transfer[];
  get(id: string): Transfer | undefined;
  /** @param listener told the id of what is new, other or gone. @returns what ends that */
  onChange(listener: (id: string) => void): () => void;
}

/** Changes that come together are looked at together, ms. */
const GATHER_MS = 100;

/** The node's transfers. */
export function transfersPart(transfers: WatchedTransfers): TablePart<Transfer> {
  return new TablePart<Transfer>(
    250,
    (rows, signal) => {
      const others = new Set<string>();
      let timer: NodeJS.Timeout | undefined;
      const look = (): void => {
        timer = undefined;
        for (const id of others) {
          const transfer = transfers.get(id);
          if (transfer === undefined) rows.drop(id);
          else rows.put(id, transfer);
        }
        others.clear();
      };
      const leave = transfers.onChange((id) => {
        others.add(id);
        timer ??= setTimeout(look, GATHER_MS);
      });
      signal.addEventListener('abort', () => {
        leave();
        clearTimeout(timer);
      });
      for (const transfer of transfers.list()) rows.put(transfer.id, transfer);
      rows.settle();
    },
    ({ changed, removed, complete }) => ({ part: 'transfers', changed, removed, complete }),
  );
}
