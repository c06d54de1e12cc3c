import type { InfoHash } from '../../common/ids.ts';
import type { Holding } from './holding.ts';

/** Who is speaking, and what there is to say. */
export interface Speaker {
  readonly hostId: string;
  readonly secret: string;
  /** 20 bytes */
  readonly peerId: Uint8Array;
  readonly addresses: readonly string[];
  readonly port: number;
  readonly client: string;
  /** all that is held at this moment */
  holdings(): readonly Holding[];
  onUnknown(tracker: string, infoHashes: readonly InfoHash[]): void;
}

/** A way to tell a tracker what is held. A failed `tell` says at the next what it had to say. */
export interface Speech {
  /** @returns ms until the tracker expects to hear more */
  tell(signal: AbortSignal): Promise<number>;
  /** tells a document anew at the next occasion, though nothing about it has changed */
  repeat(infoHash: InfoHash): void;
  /** takes this host's name off the tracker */
  goodbye(signal: AbortSignal): Promise<void>;
}
