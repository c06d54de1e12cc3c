import type { InfoHash } from '../../common/ids.ts';
import { clientsOf } from '../../common/runtime/ask-all.ts';
import type { DocumentSummary } from '../../common/tracker-api/publication.ts';
import { TablePart } from './part.ts';
import type { Rows } from './rows.ts';
import { TrackerList } from './tracker-list.ts';

/** ms for one request, its answer included */
const TIMEOUT_MS = 8_000;
/** How long the other trackers are waited for once one has told all, ms; as in a search. */
const GRACE_MS = 1_500;
/** ms between two tellings */
const EVERY_MS = 250;

/** What the trackers have published, together. */
export class Published {
  readonly part: TablePart<DocumentSummary>;
  readonly #trackers: readonly string[];
  #lists: readonly TrackerList[] = [];
  #holders = new Map<InfoHash, number>();

  constructor(trackers: readonly string[]) {
    this.#trackers = trackers;
    this.part = new TablePart<DocumentSummary>(
      EVERY_MS,
      (rows, signal) => this.#begin(rows, signal),
      ({ changed, removed, complete, remark }) => ({
        part: 'published',
        changed,
        removed,
        complete,
        trouble: remark,
      }),
    );
  }

  /** How many hold a document, if somebody watches and the trackers list it. */
  holdersOf(infoHash: InfoHash): number | undefined {
    return this.#holders.get(infoHash);
  }

  #begin(rows: Rows<DocumentSummary>, signal: AbortSignal): void {
    const reach = new Reach(rows);
    this.#holders = new Map();
    this.#lists = clientsOf(this.#trackers, TIMEOUT_MS).map((client) => {
      reach.expect(client.url);
      return new TrackerList(
        client,
        {
          put: ({ sha256 }) => this.#refresh(rows, sha256),
          drop: (sha256) => this.#refresh(rows, sha256),
          state: (trouble, foreign) => reach.heard(client.url, trouble, foreign),
        },
        () => performance.now(),
      );
    });
    if (this.#lists.length === 0) rows.settle();
    for (const list of this.#lists) void list.follow(signal);
    signal.addEventListener('abort', () => {
      reach.dispose();
      this.#lists = [];
      this.#holders = new Map();
    });
  }

  #refresh(rows: Rows<DocumentSummary>, sha256: string): void {
    const merged = this.#merged(sha256);
    const before = rows.get(sha256);
    if (before !== undefined && before.infoHash !== merged?.infoHash) this.#holders.delete(before.infoHash);
    if (merged === undefined) return rows.drop(sha256);
    this.#holders.set(merged.infoHash, merged.holders);
    rows.put(sha256, merged);
  }

  /** Of several trackers that list a document the one that knows of most holders speaks. */
  #merged(sha256: string): DocumentSummary | undefined {
    let best: DocumentSummary | undefined;
    for (const list of this.#lists) {
      const document = list.get(sha256);
      if (document !== undefined && document.holders > (best?.holders ?? -1)) best = document;
    }
    return best;
  }
}

/** Which trackers have answered: when the rows are all there are, and what is said where one is silent. */
class Reach {
  readonly #rows: Rows<DocumentSummary>;
  readonly #troubles = new Map<string, string>();
  /** trackers that have no list: nothing is wrong with them as long as others have one */
  readonly #foreign = new Set<string>();
  readonly #silent = new Set<string>();
  #count = 0;
  #grace: NodeJS.Timeout | undefined;

  constructor(rows: Rows<DocumentSummary>) {
    this.#rows = rows;
    rows.remark = 'no tracker is configured';
  }

  expect(url: string): void {
    this.#silent.add(url);
    this.#count++;
    this.#rows.remark = '';
  }

  /** @param trouble empty when it has told all */
  heard(url: string, trouble: string, foreign: boolean): void {
    this.#silent.delete(url);
    if (trouble === '') this.#troubles.delete(url);
    else this.#troubles.set(url, trouble.includes(url) ? trouble : `${url}: ${trouble}`);
    if (foreign) this.#foreign.add(url);
    else this.#foreign.delete(url);
    const none = this.#troubles.size === this.#count;
    const told = [...this.#troubles].filter(([tracker]) => none || !this.#foreign.has(tracker));
    this.#rows.remark = told.map(([, reason]) => reason).join('; ');
    if (this.#silent.size === 0) this.#rows.settle();
    else if (trouble === '') this.#grace ??= setTimeout(() => this.#rows.settle(), GRACE_MS);
  }

  dispose(): void {
    clearTimeout(this.#grace);
  }
}
