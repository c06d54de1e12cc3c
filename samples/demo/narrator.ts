/** Tells a demo as numbered steps, and keeps count of those that held what they promised. */
export class Narrator {
  #passed = 0;
  #failed = 0;
  readonly #startedAt = performance.now();

  /** Announces a step in one line, does it, and says how it went. A step that throws ends the demo. */
  async step<Result>(title: string, work: () => Promise<Result>): Promise<Result> {
    console.log(`\n${this.#passed + 1}. ${title}`);
    try {
      const result = await work();
      this.#passed++;
      return result;
    } catch (thrown) {
      this.#failed++;
      throw thrown;
    }
  }

  /** Says what was seen, below the step. */
  tell(text: string): void {
    for (const line of text.split('\n')) console.log(`   ${line}`);
  }

  /** The last line of the demo. */
  summary(): string {
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(1);
    return `${this.#passed} steps passed, ${this.#failed} failed, in ${seconds} s`;
  }
}

/** Ends the step unless `holds`: the demo shows only what is so. */
export function check(holds: boolean, promise: string): asserts holds {
  if (!holds) throw new Error(`not as promised: ${promise}`);
}
