import { formatSocketAddress, reachOf, type SocketAddress } from '../../common/tracker-api/socket-address.ts';

/** Addresses kept for one download. */
const MAX_HINTS = 200;
/** Addresses taken from one peer: so nobody fills the list alone. */
const MAX_FROM_ONE = 100;

/** Where peers say that other peers are: nothing but a hint, and never more than some. */
export class Hints {
  readonly #addresses = new Set<string>();
  readonly #taken = new Map<string, number>();

  #news = false;

  /** `ip:port`, in the order in which they came */
  get addresses(): readonly string[] {
    return [...this.#addresses];
  }

  /** Whether some have come since they were last looked at. */
  get news(): boolean {
    return this.#news;
  }

  /** The addresses; they are no news any more. */
  look(): readonly string[] {
    this.#news = false;
    return this.addresses;
  }

  /** Takes what the peer at `from` (`ip:port`) says; addresses of this machine only of one on this machine. */
  add(from: string, told: readonly SocketAddress[]): void {
    const local = isLocal(from);
    for (const address of told) {
      const reach = reachOf(address.ip);
      const taken = this.#taken.get(from) ?? 0;
      if (reach === 'none' || (reach === 'loopback' && !local)) continue;
      if (taken >= MAX_FROM_ONE || this.#addresses.size >= MAX_HINTS) return;
      const text = formatSocketAddress(address);
      if (this.#addresses.has(text)) continue;
      this.#addresses.add(text);
      this.#news = true;
      this.#taken.set(from, taken + 1);
    }
  }
}

function isLocal(from: string): boolean {
  return from.startsWith('127.') || from.startsWith('[::1]');
}
