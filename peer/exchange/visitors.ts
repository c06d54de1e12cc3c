import type { InfoHash } from '../../common/ids.ts';
import type { ExchangeMessage } from '../../common/wire/exchange-message.ts';
import type { Connection } from '../swarm/swarm.ts';

/** A download, as those who connect to this node find it. */
export interface Host {
  /** somebody has connected about the document */
  came(connection: Connection): void;
  /** one of them says who else holds something of it */
  heard(from: string, message: ExchangeMessage): void;
}

/** Leads those who connect to this node to the download of the document that they come for: they may be asked, too. */
export class Visitors {
  readonly #hosts = new Map<InfoHash, Host>();

  /** From now on `host` hears of who comes for the document. @returns what ends that */
  receive(infoHash: InfoHash, host: Host): () => void {
    this.#hosts.set(infoHash, host);
    return () => {
      if (this.#hosts.get(infoHash) === host) this.#hosts.delete(infoHash);
    };
  }

  came(connection: Connection): void {
    this.#hosts.get(connection.infoHash)?.came(connection);
  }

  heard(infoHash: InfoHash, from: string, message: ExchangeMessage): void {
    this.#hosts.get(infoHash)?.heard(from, message);
  }
}
