import { describeFailure } from '../../../common/messages/describe-failure.ts';
import { copyMagnet, openDocument, saveTorrent } from '../details/document-actions.ts';
import type { Machine } from '../machine.ts';
import type { PaneParts } from '../pane.ts';
import { openPlan } from '../plan/plan-pane.ts';
import { openDetails } from './details-dialog.ts';
import { type Found, nameOf } from './found.ts';
import { hereOf } from './here.ts';

/** What a person does to documents in the list. */
export class DocumentActions {
  readonly #parts: PaneParts;
  readonly #machine: Machine;

  constructor(parts: PaneParts, machine: Machine) {
    this.#parts = parts;
    this.#machine = machine;
  }

  /** @returns whether it knows the action */
  act(action: string, chosen: readonly Found[]): boolean {
    const work = this.#workOf(action, chosen);
    if (work === undefined) return false;
    void work().catch((error: unknown) => this.#complain(error));
    return true;
  }

  /** Shows everything about a document. */
  details(found: Found): void {
    openDetails(this.#parts, found, (action) => this.act(action, [found]));
  }

  #workOf(action: string, chosen: readonly Found[]): (() => Promise<void>) | undefined {
    switch (action) {
      case 'fetch':
        return () => this.#fetch(chosen);
      case 'open':
        return () => this.#open(chosen);
      case 'copy':
        return () => this.#copy(chosen);
      case 'torrent':
        return () => this.#saveTorrent(chosen);
      default:
        return undefined;
    }
  }

  /** One document: its plan is shown at once. Several: they are put into the queue. */
  async #fetch(chosen: readonly Found[]): Promise<void> {
    const { host, messages } = this.#parts;
    const missing = chosen.filter(({ infoHash }) => hereOf(this.#parts.feed, infoHash)?.state !== 'here');
    const [first] = missing;
    if (first === undefined) {
      const [here] = chosen;
      if (here !== undefined) host.say(messages.search.isHere(here.name));
      return;
    }
    if (chosen.length === 1) this.#showPlan(first);
    else await this.#enqueue(missing);
  }

  #showPlan(found: Found): void {
    const { opener } = this.#machine;
    const known = this.#parts.feed.transferOf(found.infoHash);
    if (known?.state === 'running' || known?.state === 'waiting')
      return openPlan(this.#parts, { transfer: known }, opener);
    const request = { document: nameOf(found), serve: true };
    openPlan(this.#parts, { request, name: found.name }, opener);
  }

  async #enqueue(missing: readonly Found[]): Promise<void> {
    const { operations, host, messages, signal } = this.#parts;
    let queued = 0;
    let wrong: unknown;
    for (const found of missing) {
      try {
        await operations.enqueue({ document: nameOf(found), serve: true }, { signal });
        queued++;
      } catch (error) {
        wrong ??= error;
      }
    }
    if (wrong !== undefined) throw wrong;
    host.say(messages.search.queued(queued), 'good');
  }

  async #open([first]: readonly Found[]): Promise<void> {
    if (first === undefined) return;
    const { host, messages } = this.#parts;
    if (hereOf(this.#parts.feed, first.infoHash) === undefined) host.say(messages.search.notHere);
    else await openDocument(this.#parts, this.#machine.opener, first.infoHash);
  }

  async #copy([first]: readonly Found[]): Promise<void> {
    if (first !== undefined) copyMagnet(this.#parts, first);
  }

  async #saveTorrent([first]: readonly Found[]): Promise<void> {
    if (first === undefined) return;
    // no tracker need know what came by a file or link: the node is asked for it by that
    const { asked, ...document } = first;
    const infoHash = asked ?? document.infoHash;
    await saveTorrent(this.#parts, this.#machine.places, { ...document, infoHash });
  }

  #complain(error: unknown): void {
    const { host, messages, signal } = this.#parts;
    if (!signal.aborted) host.say(describeFailure(error, messages), 'bad');
  }
}
