export type { Store, StoreLimits } from './contract.ts';
export { openSqliteStore } from './sqlite-store.ts';
