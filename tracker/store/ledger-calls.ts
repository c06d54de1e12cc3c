import type { StoreLimits } from './contract.ts';

/** What the worker is started with. */
export interface LedgerSetup {
  readonly file: string;
  readonly limits: StoreLimits;
}

/** What is asked of the worker; answered in order. */
export interface LedgerCall {
  readonly id: number;
  readonly method: 'open' | 'close' | 'documents' | 'publish' | 'withdraw' | 'upload' | 'changes';
  readonly parameters: readonly unknown[];
}

/** What it answers: errors travel as code and message, because a thread cannot send their class. */
export interface LedgerAnswer {
  readonly id: number;
  readonly value?: unknown;
  readonly failure?: { readonly code: string; readonly message: string };
}
