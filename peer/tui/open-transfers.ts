import type { Transfer } from '../operations/operations.ts';

/** Transfers that matter for their documents, by info hash: those that go on, stand still or failed. */
export class OpenTransfers {
  /** of one document, the newest first */
  readonly #ofDocument = new Map<string, readonly Transfer[]>();

  /** The one that matters for a document: the newest. */
  of(infoHash: string): Transfer | undefined {
    return this.#ofDocument.get(infoHash)?.[0];
  }

  /** A transfer has come (`before` is `undefined`), become another, or gone (`after` is). */
  change(before: Transfer | undefined, after: Transfer | undefined): void {
    if (before !== undefined) this.#drop(before);
    if (after !== undefined && isOpen(after)) {
      const others = this.#ofDocument.get(after.infoHash) ?? [];
      this.#ofDocument.set(after.infoHash, [...others, after].sort(newestFirst));
    }
  }

  #drop({ infoHash, id }: Transfer): void {
    const others = (this.#ofDocument.get(infoHash) ?? []).filter((one) => one.id !== id);
    if (others.length === 0) this.#ofDocument.delete(infoHash);
    else this.#ofDocument.set(infoHash, others);
  }
}

function isOpen({ state }: Transfer): boolean {
  return state !== 'done' && state !== 'cancelled';
}

function newestFirst(a: Transfer, b: Transfer): number {
  return b.addedAt - a.addedAt;
}
