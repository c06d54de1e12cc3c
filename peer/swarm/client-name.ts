/** Programs by the two letters of their peer ids. @see BEP 20 and what programs in use send */
const PROGRAMS: Readonly<Record<string, string>> = {
  AG: 'Ares',
  AZ: 'Vuze',
  BC: 'BitComet',
  BI: 'BiglyBT',
  BT: 'BitTorrent',
  DE: 'Deluge',
  FD: 'Free Download Manager',
  KT: 'KTorrent',
  LT: 'libtorrent',
  PI: 'PicoTorrent',
  PS: 'Pageswarm',
  qB: 'qBittorrent',
  RB: 'rain',
  SD: 'Xunlei',
  TR: 'Transmission',
  TX: 'Tixati',
  UM: 'µTorrent Mac',
  UT: 'µTorrent',
  WW: 'WebTorrent',
  WD: 'WebTorrent Desktop',
  lt: 'rTorrent',
};

/**
 * Program and version as a peer id says them: `-TR4060-...` is `Transmission 4.0.6`, `A2-1-37-0-...` is `aria2 1.37.0`. A
 * program that is not known by name goes by its letters; an id that says nothing gives nothing.
 *
 * @param peerId 20 bytes
 * @see BEP 20
 */
export function clientName(peerId: Uint8Array): string {
  const text = Buffer.from(peerId).toString('latin1');
  const [, letters, digits] = /^-([A-Za-z][A-Za-z~])([0-9A-Za-z]{4})-/.exec(text) ?? [];
  if (letters !== undefined && digits !== undefined) {
    const version = versionOf(digits);
    return `${Object.hasOwn(PROGRAMS, letters) ? PROGRAMS[letters] : letters} ${version}`;
  }
  const [, aria] = /^A2-(\d{1,2}-\d{1,3}-\d{1,3})-/.exec(text) ?? [];
  return aria === undefined ? '' : `aria2 ${aria.replaceAll('-', '.')}`;
}

/** One character for each part, digits and then letters; a last 0 is left out, and so are letters that mark a build. */
function versionOf(characters: string): string {
  const parts = [...characters].map((character) =>
    /\d/.test(character) ? Number(character) : 10 + character.toUpperCase().charCodeAt(0) - 65,
  );
  const last = characters.at(-1) ?? '0';
  const shown = /[0A-Za-z]/.test(last) ? parts.slice(0, 3) : parts;
  return shown.join('.');
}
