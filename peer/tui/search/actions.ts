import { access, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { safeName } from '../../library/library.ts';
import type { PaneParts } from '../pane.ts';
import { openPlan } from '../plan/plan-pane.ts';
import { magnetOf } from '../transfers/magnet-of.ts';
import { reasonOf } from '../transfers/reason-of.ts';
import { openDetails } from './details-dialog.ts';
import { type Found, nameOf } from './found.ts';
import type { Here } from './here.ts';

/** What a person does to documents in the list. */
export class DocumentActions {
  readonly #parts: PaneParts;
  readonly #here: (infoHash: string) => Here | undefined;

  constructor(parts: PaneParts, here: (infoHash: string) => Here | undefined) {
    this.#parts = parts;
    this.#here = here;
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
    const missing = chosen.filter(({ infoHash }) => this.#here(infoHash)?.state !== 'here');
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
    const known = [...this.#parts.feed.transfers.values()].find(
      ({ infoHash, state }) => infoHash === found.infoHash && (state === 'running' || state === 'waiting'),
    );
    if (known !== undefined) return openPlan(this.#parts, { transfer: known });
    openPlan(this.#parts, { request: { document: nameOf(found), serve: true }, name: found.name });
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

  async #copy([first]: readonly Found[]): Promise<void> {
    if (first === undefined) return;
    const { operations, host, messages, signal } = this.#parts;
    const link = magnetOf((await operations.torrent(nameOf(first), { signal })).bytes);
    host.copy(link);
    host.say(messages.search.copied(link), 'good');
  }

  async #saveTorrent([first]: readonly Found[]): Promise<void> {
    if (first === undefined) return;
    const { operations, host, messages, signal } = this.#parts;
    const { name, bytes } = await operations.torrent(nameOf(first), { signal });
    const given = await host.prompt(messages.search.saveAs, resolve(safeName(`${name}.torrent`)));
    if (given === undefined || given.trim() === '') return;
    const path = resolve(given.trim().replace(/^~(?=[\\/])/, homedir()));
    if ((await isThere(path)) && !(await host.confirm(messages.search.overwrite(path)))) return;
    await writeFile(path, bytes);
    host.say(messages.search.saved(path), 'good');
  }

  #complain(error: unknown): void {
    const { host, messages, signal } = this.#parts;
    if (!signal.aborted) host.say(reasonOf(error, messages), 'bad');
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
