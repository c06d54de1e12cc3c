import { Recently } from '../../common/runtime/recently.ts';
import { parseSocketAddress } from '../../common/tracker-api/socket-address.ts';
import type { Connection } from './connection.ts';
import { icmpPing } from './icmp.ts';

/** How long what was measured holds for other documents of the same host, ms: as long as a download looks for no others. */
const FRESH_MS = 15_000;

/**
 * How far hosts are. It is measured for one document and holds for a moment for all: a host that is asked for 500
 * documents is not pinged 1,500 times.
 *
 * @see docs/decisions/0041
 */
export class Nearness {
  readonly #pings = new Recently<number>(FRESH_MS);
  readonly #icmp = new Recently<{ readonly ms: number | undefined }>(FRESH_MS);

  /** The round trip of the operating system's `ping`, ms, to the host at `ip:port`. */
  async icmpMs(address: string): Promise<number | undefined> {
    const ip = parseSocketAddress(address)?.ip ?? '';
    const found = await this.#icmp.of(ip, async () => ({ ms: await icmpPing(ip) }));
    return found?.ms;
  }

  /**
   * The round trip of our own ping, ms, to the program at the other end of `connection`, at this very address: behind
   * another one there may be a longer way.
   *
   * @param measure pings over this connection; `undefined` when nothing came back
   */
  async pingMs(
    connection: Connection,
    measure: () => Promise<number | undefined>,
  ): Promise<number | undefined> {
    const ms = await this.#pings.of(`${connection.remoteId} ${connection.address}`, measure);
    if (ms !== undefined) connection.latencyMs = ms;
    return ms;
  }
}
