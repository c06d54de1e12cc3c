export { Gets } from './gets.ts';
export { Holdings } from './holdings.ts';
export { localOperations } from './local-operations.ts';
export type { Node } from './rooms.ts';
