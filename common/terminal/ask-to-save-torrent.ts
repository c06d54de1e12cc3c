import { describeFailure } from '../messages/describe-failure.ts';
import type { Messages } from '../messages/messages.ts';
import { safeName } from '../text/safe-name.ts';
import type { Host } from './component.ts';

/** Files of the machine that a screen runs on, as far as saving needs them. */
export interface SavePlaces {
  /**
   * The absolute path that a person means by `typed`: `~` is their home, anything else counts from where the program was
   * started; in a folder that is there it is the file `name`.
   */
  pathOf(typed: string, name: string): Promise<string>;
  /** @returns false when there is a file already and `replace` is false. @throws what the file system says */
  write(path: string, bytes: Uint8Array, replace: boolean): Promise<boolean>;
}

/** What saving is done with. */
interface SaveParts {
  readonly host: Pick<Host, 'prompt' | 'confirm' | 'say'>;
  readonly messages: Messages;
  readonly places: SavePlaces;
}

/**
 * Asks where to, and saves the `.torrent` of the document `name` there; asks before it writes over a file. What goes wrong is
 * said, never thrown.
 *
 * @param name  of the document, as others gave it
 * @param fetch gives the bytes; called when a place is known
 */
export async function askToSaveTorrent(
  { host, messages, places }: SaveParts,
  name: string,
  fetch: () => Promise<Uint8Array>,
): Promise<void> {
  const { saveTorrentAs, overwrite, saved } = messages.terminal;
  const file = safeName(`${name}.torrent`);
  try {
    const typed = await host.prompt(saveTorrentAs, await places.pathOf(file, file));
    if (typed === undefined || typed.trim() === '') return;
    const path = await places.pathOf(typed.trim(), file);
    const bytes = await fetch();
    if (!(await places.write(path, bytes, false))) {
      if (!(await host.confirm(overwrite(path)))) return;
      await places.write(path, bytes, true);
    }
    host.say(saved(path), 'good');
  } catch (error) {
    host.say(describeFailure(error, messages), 'bad');
  }
}
