/** What cancels an operation. */
export interface Abortable {
  readonly signal: AbortSignal;
}
