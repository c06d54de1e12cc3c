export type { DurableChange, PublishOutcome, Store, StoreLimits, WithdrawOutcome } from './contract.ts';
export { openSqliteStore } from './sqlite-store.ts';
