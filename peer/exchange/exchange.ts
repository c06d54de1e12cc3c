import { parseSocketAddress } from '../../common/tracker-api/socket-address.ts';
import {
  decodeExchangeMessage,
  type ExchangeMessage,
  encodeExchangeMessage,
  UT_PEX,
} from '../../common/wire/exchange-message.ts';
import { type Connection, listensAt } from '../swarm/swarm.ts';
import { newsOf } from './news.ts';

export { Hints } from './hints.ts';
export { Visitors } from './visitors.ts';

/** How often one side is told who is connected, ms. @see BEP 11 */
const TELL_EVERY_MS = 60_000;
/** How long one who says nothing is told nothing, ms: one who still probes does not listen yet. */
const FIRST_TELL_MS = 6_000;
/** The same of one who says that it is interested, ms: it measures the way to us still, but not for long. */
const INTERESTED_TELL_MS = 1_000;
/** Messages that come more often than this, ms, are not looked at. */
const HEAR_EVERY_MS = 30_000;

/** What is told over a connection, and who hears what comes. */
export interface ExchangeOptions {
  /** of a private document nothing is said or heard */
  readonly private: boolean;
  /** connections of this node that stand at this moment */
  connected(): readonly Connection[];
  /** who holds something of the document, as the other side says */
  heard?(from: string, message: ExchangeMessage): void;
}

/**
 * Tells the other side of `connection`, now and then, who else is connected about the document, and hears the same from
 * it, until the connection ends.
 *
 * @see BEP 11; BEP 27
 */
export function exchange(connection: Connection, options: ExchangeOptions): void {
  if (options.private) return;
  let told: ReadonlySet<string> = new Set();
  let heardAt = Number.NEGATIVE_INFINITY;
  const tell = (): void => {
    if (!connection.remote?.extensions.get(UT_PEX)) return;
    const news = newsOf(told, others(connection, options.connected()));
    if (news === undefined) return;
    told = news.told;
    connection.sendExtension(UT_PEX, [encodeExchangeMessage(messageOf(news))]);
  };
  const tellFirst = (): void => {
    if (first === undefined) return;
    clearTimeout(first);
    first = undefined;
    tell();
  };
  let first: NodeJS.Timeout | undefined = setTimeout(tellFirst, FIRST_TELL_MS).unref();
  const timer = setInterval(tell, TELL_EVERY_MS).unref();
  connection.listen({
    // it has begun to fetch: who else does is worth knowing at once
    message: ({ type }) => {
      if (type === 'request') tellFirst();
      else if (type === 'interested' && first !== undefined) {
        clearTimeout(first);
        first = setTimeout(tellFirst, INTERESTED_TELL_MS).unref();
      }
    },
    extension: (name, payload) => {
      const now = performance.now();
      if (name !== UT_PEX || options.heard === undefined || now - heardAt < HEAR_EVERY_MS) return;
      heardAt = now;
      options.heard(connection.address, decodeExchangeMessage(payload));
    },
    closed: () => {
      clearTimeout(first);
      clearInterval(timer);
    },
  });
}

/** Where those can be reached who are connected about the same document. */
function others(connection: Connection, connected: readonly Connection[]): Set<string> {
  const same = connected.filter(
    (other) => other.infoHash === connection.infoHash && other.remoteId !== connection.remoteId,
  );
  return new Set(same.flatMap((other) => listensAt(other) ?? []));
}

function messageOf({
  added,
  dropped,
}: {
  added: readonly string[];
  dropped: readonly string[];
}): ExchangeMessage {
  const parsed = (addresses: readonly string[]) =>
    addresses.flatMap((address) => parseSocketAddress(address) ?? []);
  return { added: parsed(added), dropped: parsed(dropped) };
}
