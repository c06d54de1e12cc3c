import { ago } from './ago.ts';
import { app } from './app.ts';
import { details } from './details.ts';
import { failures } from './failures.ts';
import { files } from './files.ts';
import { firstRun } from './first-run.ts';
import { hints } from './hints.ts';
import { type KeysInForce, keyed } from './keyed.ts';
import { network } from './network.ts';
import { picker } from './picker.ts';
import { plan } from './plan.ts';
import { publishing } from './publishing.ts';
import { search } from './search.ts';
import type { Language } from './section.ts';
import { settings } from './settings.ts';
import { terminal } from './terminal.ts';
import { tracker } from './tracker.ts';
import { transfers } from './transfers.ts';

const SECTIONS = {
  ago,
  app,
  details,
  failures,
  files,
  firstRun,
  hints,
  network,
  picker,
  plan,
  publishing,
  search,
  settings,
  terminal,
  tracker,
  transfers,
};

/** Everything that the screens say, by part. */
export type Messages = { readonly [Part in keyof typeof SECTIONS]: (typeof SECTIONS)[Part]['en'] };

/** What the screens say in `language`, with the keys that are in force; without `keysOf` those are the default ones. */
export function messagesIn(language: Language, keysOf: KeysInForce = () => undefined): Messages {
  const texts = Object.entries(SECTIONS).map(([part, languages]) => [
    part,
    keyed(languages[language], keysOf),
  ]);
  return Object.fromEntries(texts) as Messages;
}
