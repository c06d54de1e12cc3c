import type { PaneParts } from '../pane.ts';
import type { Disk } from '../picker/disk.ts';
import { expandHome } from '../picker/paths.ts';

/** as many as a question has room for */
const MOST_LISTED = 20;

/**
 * Asks whether what was dropped is to be published. Of several readings the first counts of which everything exists.
 *
 * @param readings as `droppedPaths` gives them; at least one
 * @returns the paths to publish; `undefined` for no, or when something is not there
 */
export async function confirmDropped(
  { host, messages }: PaneParts,
  disk: Disk,
  readings: readonly (readonly string[])[],
): Promise<readonly string[] | undefined> {
  const texts = messages.files;
  let lost: string | undefined;
  for (const reading of readings) {
    const paths = reading.map((path) => expandHome(path, disk));
    const found = await Promise.all(paths.map((path) => disk.facts(path)));
    const missing = paths.find((_, at) => found[at] === undefined);
    if (missing === undefined) {
      const listed = paths.length > MOST_LISTED ? [...paths.slice(0, MOST_LISTED), '…'] : paths;
      return (await host.confirm(texts.publishThese(paths.length), listed)) ? paths : undefined;
    }
    lost ??= missing;
  }
  host.say(texts.notThere(lost ?? ''), 'bad');
  return undefined;
}
