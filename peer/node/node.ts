export { folderWork } from './folder-work.ts';
export { Holdings } from './holdings.ts';
export { localOperations } from './local-operations.ts';
export { Lookout } from './lookout.ts';
export type { Node } from './rooms.ts';
export { discard, hasRoom, leftovers, workFor } from './transferring.ts';
