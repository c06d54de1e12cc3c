import { access } from 'node:fs/promises';
import { localAddresses } from '../../../common/runtime/network-interface.ts';
import { TrackerClient } from '../../../common/runtime/tracker-client.ts';
import type { PeerConfig } from '../../config.ts';
import { createSettings, settingsFile } from '../../settings/settings.ts';
import type { FirstChoice } from './choices.ts';

/** A tracker on the other side of the world answers within a second. */
const PROBE_MS = 5000;

/** Whether nobody has ever said how this node is set up: no settings are kept, and no tracker was given. */
export async function isFirstRun({ data, decided }: PeerConfig): Promise<boolean> {
  if (decided.commandLine.trackers !== undefined || decided.environment.trackers !== undefined) return false;
  return await access(settingsFile(data)).then(
    () => false,
    () => true,
  );
}

/** What the first start needs of this machine, for a node with `config`. */
export function firstRunOf({ data, decided }: PeerConfig) {
  const { host, interface: network, announceAddresses } = decided.commandLine;
  return {
    addresses: localAddresses(),
    placeDecided: [host, network, announceAddresses].some((one) => one !== undefined),
    probe: async (url: string, { signal }: { readonly signal: AbortSignal }): Promise<void> => {
      await new TrackerClient(url, PROBE_MS).list('', 1, signal);
    },
    keep: (choice: FirstChoice) => keep(choice, { data, decided }),
  };
}

/** Keeps a choice in the node's settings. @throws {CodedError} ERR_CONFIG_INVALID, ERR_LIBRARY_* */
async function keep(
  { language, place, tracker }: FirstChoice,
  { data, decided }: Pick<PeerConfig, 'data' | 'decided'>,
): Promise<void> {
  const settings = createSettings(data, decided);
  // the tracker first: it may be refused
  if (tracker !== '') await settings.change('trackers', tracker);
  if (place !== undefined) await settings.change(place.name, place.value);
  await settings.change('language', language);
}
