import { concatBytes } from '../../common/bytes.ts';
import type { Message } from '../../common/wire/message.ts';
import type { Connection, ConnectionListener } from '../../peer/swarm/swarm.ts';

/** What a connection that is none has been told, and a way to speak from its other side. */
export interface FakeConnection {
  readonly connection: Connection;
  /** extension messages that were sent, by the name of the extension */
  readonly sent: { readonly name: string; readonly payload: Uint8Array }[];
  /** why it was ended, if it was */
  readonly ended: string[];
  /** the other side sends a message of an extension */
  say(name: string, payload: readonly Uint8Array[]): void;
  /** the other side sends a message of BEP 3 */
  hear(message: Message): void;
  /** the other side says what it can do */
  introduce(remote: object): void;
  close(reason: string): void;
}

/** A connection without a network, to one who speaks BEP 10. */
export function aFakeConnection(fields: Partial<Connection> = {}): FakeConnection {
  const listeners = new Set<ConnectionListener>();
  const sent: FakeConnection['sent'] = [];
  const ended: string[] = [];
  const end = (reason: string): void => {
    ended.push(reason);
    for (const listener of [...listeners]) listener.closed?.(reason);
  };
  const connection = {
    address: '192.0.2.1:6881',
    outgoing: true,
    extended: true,
    remote: undefined as object | undefined,
    get closed() {
      return ended.length > 0;
    },
    listen: (listener: ConnectionListener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    sendExtension: (name: string, payload: readonly Uint8Array[]) => {
      sent.push({ name, payload: concatBytes(payload) });
      return true;
    },
    close: end,
    refuse: end,
    ...fields,
  };
  return {
    connection: connection as unknown as Connection,
    sent,
    ended,
    say: (name, payload) => {
      const bytes = concatBytes(payload);
      for (const listener of [...listeners]) listener.extension?.(name, bytes);
    },
    hear: (message) => {
      for (const listener of [...listeners]) listener.message?.(message);
    },
    introduce: (remote) => {
      connection.remote = remote;
      for (const listener of [...listeners]) listener.introduced?.(remote as never);
    },
    close: end,
  };
}
