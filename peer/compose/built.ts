/** What has been built so far, to be taken down in reverse order. */
export class Built {
  readonly #parts: AsyncDisposable[] = [];

  own<T extends AsyncDisposable>(part: T): T {
    this.#parts.push(part);
    return part;
  }

  async dispose(): Promise<void> {
    for (const part of this.#parts.splice(0).reverse()) await part[Symbol.asyncDispose]();
  }
}
