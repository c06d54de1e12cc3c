import type { ByteRange } from '../../common/range.ts';
import type { Content, Description } from './document-bytes.ts';

/** A content that stays open until it is given back. */
interface Lent {
  readonly content: Content;
  giveBack(): void;
}

/**
 * A document as those see it who are connected while it arrives: what has arrived, and from the moment it is whole and in its
 * place the file there. So nobody has to be sent away, and to find us again, because we are done.
 */
export class ServedContent implements Content {
  #content: Content;
  #lent: Lent | undefined;
  #users = 0;

  /** @param content belongs to the download, which ends it */
  constructor(content: Content) {
    this.#content = content;
  }

  get description(): Description {
    return this.#content.description;
  }

  get path(): string {
    return this.#content.path;
  }

  get complete(): boolean {
    return this.#content.complete;
  }

  get heldBytes(): number {
    return this.#content.heldBytes;
  }

  get heldPages(): number {
    return this.#content.heldPages;
  }

  holdsLeaf(leaf: number): boolean {
    return this.#content.holdsLeaf(leaf);
  }

  holds(range: ByteRange): boolean {
    return this.#content.holds(range);
  }

  read(range: ByteRange): Promise<Uint8Array> {
    return this.#content.read(range);
  }

  readInto(places: readonly Uint8Array[], begin: number): Promise<void> {
    return this.#content.readInto(places, begin);
  }

  onLeaf(listener: (leaf: number) => void): () => void {
    return this.#content.onLeaf(listener);
  }

  /** Somebody is served from it. @returns what ends that */
  use(): () => void {
    let using = true;
    this.#users++;
    return () => {
      if (!using) return;
      using = false;
      this.#users--;
      this.#giveBack();
    };
  }

  /** The whole document from now on; it is given back when the last one is gone. */
  become(whole: Lent): void {
    this.#content = whole.content;
    this.#lent = whole;
    this.#giveBack();
  }

  #giveBack(): void {
    if (this.#users > 0) return;
    this.#lent?.giveBack();
    this.#lent = undefined;
  }

  /** What it consists of belongs to others. */
  async [Symbol.asyncDispose](): Promise<void> {}
}
