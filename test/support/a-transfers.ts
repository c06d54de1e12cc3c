import { type InfoHash, parseInfoHash } from '../../common/ids.ts';
import { silentLog } from '../../common/runtime/log.ts';
import type { GetEvent, GetRequest, GetResult, Transfer } from '../../peer/operations/operations.ts';
import type { Entry } from '../../peer/transfers/entry.ts';
import { formatTransfer, parseTransfer } from '../../peer/transfers/record.ts';
import {
  type Eagerness,
  openTransfers,
  type Subject,
  type TransferStore,
  type Transfers,
  type Work,
} from '../../peer/transfers/transfers.ts';

/** Never aborts. */
export const never = { signal: new AbortController().signal };

/** A store that keeps what it is given as text, as the disk does. */
function aStore(
  records = new Map<string, string>(),
): TransferStore & { readonly records: Map<string, string> } {
  return {
    records,
    read: async () => ({ entries: [...records.values()].map(parseTransfer), lacking: false }),
    write: async (entry: Entry) => void records.set(entry.id, formatTransfer(entry)),
    drop: async (id) => void records.delete(id),
  };
}

/** A document without a network: what has arrived of it is a number, and it ends when told. */
export class FakeDocument {
  readonly subject: Subject;
  arrived = 0;
  whole = false;
  runs = 0;
  emit: (event: GetEvent) => void = () => undefined;
  finish: () => void = () => undefined;
  fail: (error: unknown) => void = () => undefined;

  constructor(place: number) {
    const infoHash = parseInfoHash(place.toString(16).padStart(40, '0'));
    this.subject = { infoHash, sha256: '', name: `document ${place}.pdf`, size: 1000, pages: 10, target: '' };
  }

  readonly work: Work = (emit, signal) => {
    this.runs++;
    this.emit = emit;
    return new Promise<GetResult>((resolve, reject) => {
      this.finish = () => {
        this.whole = true;
        resolve(resultOf(this.subject));
      };
      this.fail = reject;
      signal.addEventListener('abort', () => reject(signal.reason));
      if (signal.aborted) reject(signal.reason);
    });
  };

  progress(verified: number): void {
    this.arrived = verified;
    this.emit({ type: 'progress', verified, size: 1000, pagesHeld: verified / 100, holders: [] });
  }
}

/** What getting a document comes to. */
export function resultOf({ infoHash, name, size, pages, sha256 }: Subject): GetResult {
  const none = { seconds: 1, fetchedBytes: size, holders: [], announced: true };
  return { infoHash, name, size, pages, sha256, md5: '', md5Ok: true, path: `/library/${name}`, ...none };
}

/** Transfers, the documents they are of, and what is kept of them. */
export interface World {
  readonly transfers: Transfers;
  readonly documents: readonly FakeDocument[];
  readonly store: ReturnType<typeof aStore>;
  readonly disk: { hasRoom: boolean };
  /** lets time pass, ms */
  pass(ms: number): void;
}

interface WorldOptions {
  readonly maxActive?: number;
  readonly eagerness?: Eagerness;
  readonly before?: World;
}

/** Transfers over five documents that nobody fetches in earnest. */
export async function aWorld({
  maxActive = 2,
  eagerness = 'all',
  before,
}: WorldOptions = {}): Promise<World> {
  const documents = before?.documents ?? [1, 2, 3, 4, 5].map((place) => new FakeDocument(place));
  const store = aStore(before?.store.records);
  const of = (infoHash: InfoHash) => documents.find(({ subject }) => subject.infoHash === infoHash);
  let ids = store.records.size;
  let now = 0;
  const disk = { hasRoom: true };
  const alarms = new Set<{ readonly at: number; run(): void }>();
  const pass = (ms: number): void => {
    now += ms;
    for (const alarm of alarms) {
      if (alarm.at > now) continue;
      alarms.delete(alarm);
      alarm.run();
    }
  };
  const transfers = await openTransfers({
    store,
    maxActive,
    work: (infoHash) => of(infoHash)?.work ?? (() => Promise.reject(new Error('no such'))),
    discard: async (infoHash) => {
      const document = of(infoHash);
      if (document !== undefined && !document.whole) document.arrived = 0;
    },
    leftovers: async () => [],
    hasRoom: async () => disk.hasRoom,
    log: silentLog,
    now: () => now,
    later: (run, ms) => void alarms.add({ at: now + ms, run }),
    newId: () => (++ids * 0x1000001).toString(16).padStart(8, '0'),
  });
  transfers.start(eagerness);
  return { transfers, documents, store, disk, pass };
}

/** The first document of `world`. */
export function first(world: World): FakeDocument {
  return world.documents[0] as FakeDocument;
}

/** A request for `document` by its name. */
export const requestOf = ({ subject }: FakeDocument): GetRequest => ({ document: subject.name, serve: true });

/** Puts `document` into the queue. */
export function enqueue({ transfers }: World, document: FakeDocument): Promise<Transfer> {
  return transfers.enqueue(document.subject, requestOf(document), never);
}

/** A `get` of `document` by somebody who waits for it. */
export function attend({ transfers }: World, document: FakeDocument) {
  const leaving = new AbortController();
  const events = transfers.attend(document.subject, requestOf(document), document.work, leaving);
  return { over: typesOf(events), leave: () => leaving.abort(new Error('left')) };
}

/** The types of `events`, to their end. */
export async function typesOf(events: AsyncIterable<GetEvent>): Promise<string[]> {
  const types: string[] = [];
  for await (const { type } of events) types.push(type);
  return types;
}
