import { type TransferOptions, Transfers } from './desk.ts';

export type { Eagerness, Transfers } from './desk.ts';
export type { Subject } from './entry.ts';
export type { Work } from './gets.ts';
export { createTransferStore, type TransferStore } from './store.ts';

/** Opens the transfers that `options.store` keeps; those that are to go on sleep until `start`. */
export async function openTransfers(options: TransferOptions): Promise<Transfers> {
  const { entries, lacking } = await options.store.read();
  const transfers = new Transfers(options, entries);
  if (lacking) await transfers.adopt(await options.leftovers());
  return transfers;
}
