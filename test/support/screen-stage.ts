import { aPdf } from './a-pdf.ts';
import type { Lab, RunningTracker } from './lab.ts';
import { type RelayedHolder, startRelayedHolder } from './relayed-holder.ts';
import { openTestTerminal, type TestTerminal } from './terminal.ts';

/** A document with a tracker and those who hold it, for a screen to be tried on. */
export interface ScreenStage {
  readonly lab: Lab;
  readonly tracker: RunningTracker;
  readonly holders: readonly RelayedHolder[];
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** What a stage is made of. */
interface StageOptions {
  readonly name: string;
  readonly pages: number;
  /** bytes/ms of each holder's line; the more there are, the more holders */
  readonly rates: readonly number[];
  /** of the tracker; a free one without it */
  readonly port?: number;
}

/** Publishes a PDF of `pages` pages of 20 kB from a holder for each rate, the later ones further away. */
export async function setStage(
  lab: Lab,
  { name, pages, rates, port = 0 }: StageOptions,
): Promise<ScreenStage> {
  const tracker = await lab.startTracker({ port });
  const bytes = aPdf({ pages, bytesPerPage: 20_000 });
  const file = await lab.file(`published/${name}`, bytes);
  const holders: RelayedHolder[] = [];
  for (const [place, rate] of rates.entries()) {
    holders.push(await startRelayedHolder(lab, tracker, file, { roundTripMs: 5 + 20 * place, rate }));
  }
  return { lab, tracker, holders, file, bytes };
}

/** The screen of a node whose state is in `data`, with the trackers of the stage. */
export function openScreen(
  { lab, tracker }: { readonly lab: Lab; readonly tracker: Pick<RunningTracker, 'url'> },
  data: string,
  size: { readonly columns?: number; readonly rows?: number } = {},
): TestTerminal {
  const args = ['peer', '--data', data, '--tracker', tracker.url, '--host', '127.0.0.1', '--port', '0'];
  return openTestTerminal(args, { lab, ...size });
}
