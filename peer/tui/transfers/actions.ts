import { describeFailure } from '../../../common/messages/describe-failure.ts';
import type { Abortable, Operations, Transfer } from '../../operations/operations.ts';
import { copyMagnet, type Opener, openDocument, showInFolder } from '../details/document-actions.ts';
import type { PaneParts } from '../pane.ts';
import { isEnded } from './view.ts';

/** What a person does to transfers: asks where it must, does it, and says what came of it at the bottom of the screen. */
export class TransferActions {
  readonly #parts: PaneParts;
  readonly #opener: Opener;

  constructor(parts: PaneParts, opener: Opener) {
    this.#parts = parts;
    this.#opener = opener;
  }

  /** @returns whether it knows the action */
  act(action: string, chosen: readonly Transfer[]): boolean {
    const work = this.#workOf(action, chosen);
    if (work === undefined) return false;
    void work().catch((error: unknown) => this.#complain(error));
    return true;
  }

  #workOf(action: string, chosen: readonly Transfer[]): (() => Promise<void>) | undefined {
    switch (action) {
      case 'pause':
        return () => this.#pauseOrResume(chosen);
      case 'cancel':
        return () => this.#cancelOrForget(chosen);
      case 'retry':
        return () => this.#retry(chosen);
      case 'open':
        return () => this.#open(chosen);
      case 'folder':
        return () => this.#showInFolder(chosen);
      case 'copy':
        return () => this.#copy(chosen);
      case 'clear':
        return () => this.#clear();
      default:
        return undefined;
    }
  }

  /** Pauses what runs or waits; where nothing does, goes on with what is paused. */
  async #pauseOrResume(chosen: readonly Transfer[]): Promise<void> {
    const { transfers: texts } = this.#parts.messages;
    const active = chosen.filter(({ state }) => state === 'running' || state === 'waiting');
    if (active.length > 0) {
      return this.#each(active, texts.paused, (operations, id, options) => operations.pause(id, options));
    }
    const idle = chosen.filter(({ state }) => state === 'paused');
    if (idle.length === 0) return this.#parts.host.say(texts.nothingToPause);
    await this.#each(idle, texts.resumed, (operations, id, options) => operations.resume(id, options));
  }

  async #retry(chosen: readonly Transfer[]): Promise<void> {
    const { transfers: texts } = this.#parts.messages;
    const open = chosen.filter(
      ({ state, nextTryAt }) => ['failed', 'cancelled', 'paused'].includes(state) || nextTryAt !== undefined,
    );
    if (open.length === 0) return this.#parts.host.say(texts.nothingToRetry);
    const paused = new Set(open.filter(({ state }) => state === 'paused').map(({ id }) => id));
    await this.#each(open, texts.resumed, (operations, id, options) =>
      paused.has(id) ? operations.resume(id, options) : operations.retry(id, options),
    );
  }

  /** Cancels what may leave something behind; where nothing does, takes it off the list. */
  async #cancelOrForget(chosen: readonly Transfer[]): Promise<void> {
    const { transfers: texts } = this.#parts.messages;
    const open = chosen.filter(({ state }) => state !== 'done' && state !== 'cancelled');
    if (open.length > 0) {
      if (!(await this.#confirm(open, texts.cancelOne, texts.cancelMany))) return;
      return this.#each(open, texts.cancelled, (operations, id, options) => operations.cancel(id, options));
    }
    if (!(await this.#confirm(chosen, texts.forgetOne, texts.forgetMany))) return;
    await this.#each(chosen, texts.forgotten, (operations, id, options) => operations.forget(id, options));
  }

  async #confirm(
    chosen: readonly Transfer[],
    one: (name: string) => string,
    many: (count: number) => string,
  ): Promise<boolean> {
    const names = chosen.map(({ name }) => name);
    const [first] = names;
    if (first === undefined) return false;
    const { host } = this.#parts;
    return names.length === 1 ? host.confirm(one(first)) : host.confirm(many(names.length), names);
  }

  async #clear(): Promise<void> {
    const { operations, host, messages, feed, signal } = this.#parts;
    const { transfers: texts } = messages;
    const ended = [...feed.transfers.values()].filter(isEnded).length;
    if (ended === 0) return host.say(texts.nothingEnded);
    if (!(await host.confirm(texts.clear(ended)))) return;
    host.say(texts.forgotten(await operations.forget(undefined, { signal })), 'good');
  }

  /** What is here of it: all, or the pages that have arrived. */
  async #open([first]: readonly Transfer[]): Promise<void> {
    if (first !== undefined) await openDocument(this.#parts, this.#opener, first.infoHash);
  }

  async #showInFolder([first]: readonly Transfer[]): Promise<void> {
    if (first === undefined) return;
    const { host, messages, feed } = this.#parts;
    const path = first.state === 'done' ? first.path : feed.files.get(first.infoHash)?.path;
    if (path === undefined || path === '') return host.say(messages.transfers.nothingToOpen);
    await showInFolder(this.#parts, this.#opener, path);
  }

  async #copy([first]: readonly Transfer[]): Promise<void> {
    if (first !== undefined) copyMagnet(this.#parts, first);
  }

  /** Does `work` to each of `chosen`, one after the other; says how many it was done to, or why not to one. */
  async #each(
    chosen: readonly Transfer[],
    said: (count: number) => string,
    work: (operations: Operations, id: string, options: Abortable) => Promise<unknown>,
  ): Promise<void> {
    const { operations, host, signal } = this.#parts;
    let count = 0;
    let wrong: unknown;
    for (const { id } of chosen) {
      try {
        await work(operations, id, { signal });
        count++;
      } catch (error) {
        wrong ??= error;
      }
    }
    if (wrong !== undefined) throw wrong;
    host.say(said(count), 'good');
  }

  #complain(error: unknown): void {
    const { host, messages, signal } = this.#parts;
    if (!signal.aborted) host.say(describeFailure(error, messages), 'bad');
  }
}
