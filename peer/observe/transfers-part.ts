import type { Transfer } from '../operations/operations.ts';
import { TablePart } from './part.ts';

/** Transfers as watching needs them. */
export interface WatchedTransfers {
  list(): readonly Transfer[];
  /** @param listener called when one has come, changed or gone. @returns what ends that */
  onChange(listener: () => void): () => void;
}

/** Changes that come together are looked at together, ms. */
const GATHER_MS = 100;

/** The node's transfers. */
export function transfersPart(transfers: WatchedTransfers): TablePart<Transfer> {
  return new TablePart<Transfer>(
    250,
    (rows, signal) => {
      let timer: NodeJS.Timeout | undefined;
      const look = (): void => {
        timer = undefined;
        const list = transfers.list();
        for (const transfer of list) rows.put(transfer.id, transfer);
        rows.keep(new Set(list.map(({ id }) => id)));
        rows.settle();
      };
      const leave = transfers.onChange(() => {
        timer ??= setTimeout(look, GATHER_MS);
      });
      signal.addEventListener('abort', () => {
        leave();
        clearTimeout(timer);
      });
      look();
    },
    ({ changed, removed, complete }) => ({ part: 'transfers', changed, removed, complete }),
  );
}
