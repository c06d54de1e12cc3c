import type { Language } from '../../../common/messages/section.ts';
import type { LocalAddress } from '../../../common/runtime/network-interface.ts';

/** What a person has chosen at the first start; as texts of settings, by their names. */
export interface FirstChoice {
  readonly language: Language;
  /** absent: all addresses of the machine */
  readonly place?: { readonly name: 'interface' | 'host'; readonly value: string };
  /** empty: none for now */
  readonly tracker: string;
}

/** A way to be reached that can be chosen. */
export interface Place {
  /** `undefined`: all of them, of which `address` is the best */
  readonly address: LocalAddress | undefined;
  readonly setting: FirstChoice['place'];
}

const TRACKER_PORT = 8168;

/** The ways to be reached at `addresses` (the best first): all of them, then each by itself. */
export function placesOf(addresses: readonly LocalAddress[]): readonly Place[] {
  const seen = new Set<string>();
  const each = addresses.map((address) => {
    // the name of an interface outlives its address; its further addresses have only themselves
    const best = !seen.has(address.interface);
    seen.add(address.interface);
    const setting = best
      ? ({ name: 'interface', value: address.interface } as const)
      : ({ name: 'host', value: address.ip } as const);
    return { address, setting };
  });
  return [{ address: undefined, setting: undefined }, ...each];
}

/** The URL that is meant by what people write: `192.0.2.7`, `tracker.example:9000`, `http://tracker/`. */
export function trackerUrlOf(text: string): string {
  const written = text.trim();
  if (written === '' || /^[a-z][a-z0-9+.-]*:\/\//i.test(written)) return written;
  const host = /^[0-9a-f]*:[0-9a-f:]*:[0-9a-f:.]*$/i.test(written) ? `[${written}]` : written;
  const [place = '', ...path] = host.split('/');
  const port = /:\d+$/.test(place.replace(/\[.*\]/, '')) ? '' : `:${TRACKER_PORT}`;
  return `http://${[place + port, ...path].join('/')}`;
}

/** Whether a tracker can be asked there at all: what is kept must be of use at the next start. */
export function isHttpUrl(url: string): boolean {
  return URL.canParse(url) && ['http:', 'https:'].includes(new URL(url).protocol);
}
