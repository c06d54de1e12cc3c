import type { InfoHash, Sha256 } from '../../common/ids.ts';
import type { Publication } from '../../common/tracker-api/publication.ts';
import { type DocumentText, documentText, scoreOf } from './document-text.ts';
import { wordsOf } from './fold.ts';

export { judgePublication, judgeWithdrawal, type Standing } from './judge.ts';

/** A published document as the catalog lists it. */
export interface CatalogDocument {
  /** counts publications; the order of the list */
  readonly ordinal: number;
  /** the one that fixes the info dictionary */
  readonly publication: Publication;
  /** what other publishers of the same bytes call it */
  readonly aliases: readonly string[];
  /** ms since 1970, by this tracker's clock */
  readonly publishedAt: number;
}

/** What is published, in memory: found by id, by name and by words. Holds no byte of any document. */
export interface Catalog {
  readonly size: number;
  /** counts up with every change */
  readonly version: number;
  /** adds a document or replaces the one with the same SHA-256, which keeps its ordinal */
  put(document: CatalogDocument): void;
  remove(sha256: Sha256): void;
  get(sha256: Sha256): CatalogDocument | undefined;
  byInfoHash(infoHash: InfoHash): CatalogDocument | undefined;
  /** all that `id` can mean: a SHA-256, an info hash, or six or more first digits of either, lower case */
  identify(id: string): CatalogDocument[];
  /** those called exactly `name`, whatever its Unicode normal form */
  named(name: string): CatalogDocument[];
  /** those in which every word of `query` occurs in name, title, author, subject or keywords, best first */
  search(query: string, limit: number): { readonly documents: CatalogDocument[]; readonly total: number };
  /** the first `limit` whose ordinal is above `after` */
  list(after: number, limit: number): CatalogDocument[];
}

/** Shortest prefix that is looked up: one in 16 million meets another document by chance. */
export const MIN_ID_DIGITS = 6;
/** words of a query beyond these do not count: they cost time and say nothing new */
const MAX_WORDS = 8;

/** An empty catalog. */
export function createCatalog(): Catalog {
  return new MemoryCatalog();
}

interface Entry {
  readonly document: CatalogDocument;
  readonly text: DocumentText;
}

class MemoryCatalog implements Catalog {
  readonly #entries = new Map<Sha256, Entry>();
  readonly #byInfoHash = new Map<InfoHash, Sha256>();
  readonly #byPrefix = new Groups();
  readonly #byName = new Groups();
  /** ascending by ordinal */
  readonly #ordered: CatalogDocument[] = [];
  #version = 0;

  get size(): number {
    return this.#entries.size;
  }

  get version(): number {
    return this.#version;
  }

  put(document: CatalogDocument): void {
    this.#version++;
    const { publication, aliases } = document;
    this.remove(publication.sha256);
    this.#entries.set(publication.sha256, { document, text: documentText(publication, aliases) });
    this.#byInfoHash.set(publication.infoHash, publication.sha256);
    for (const prefix of prefixesOf(publication)) this.#byPrefix.add(prefix, publication.sha256);
    for (const name of namesOf(document)) this.#byName.add(name, publication.sha256);
    this.#ordered.splice(this.#positionAfter(document.ordinal), 0, document);
  }

  remove(sha256: Sha256): void {
    const document = this.get(sha256);
    if (document === undefined) return;
    this.#version++;
    this.#entries.delete(sha256);
    this.#byInfoHash.delete(document.publication.infoHash);
    for (const prefix of prefixesOf(document.publication)) this.#byPrefix.delete(prefix, sha256);
    for (const name of namesOf(document)) this.#byName.delete(name, sha256);
    this.#ordered.splice(this.#positionAfter(document.ordinal) - 1, 1);
  }

  get(sha256: Sha256): CatalogDocument | undefined {
    return this.#entries.get(sha256)?.document;
  }

  byInfoHash(infoHash: InfoHash): CatalogDocument | undefined {
    const sha256 = this.#byInfoHash.get(infoHash);
    return sha256 && this.get(sha256);
  }

  identify(id: string): CatalogDocument[] {
    if (!/^[0-9a-f]{6,64}$/.test(id)) return [];
    return this.#all(this.#byPrefix.get(id.slice(0, MIN_ID_DIGITS))).filter(
      ({ publication }) => publication.sha256.startsWith(id) || publication.infoHash.startsWith(id),
    );
  }

  named(name: string): CatalogDocument[] {
    return this.#all(this.#byName.get(name.normalize()));
  }

  search(query: string, limit: number): { documents: CatalogDocument[]; total: number } {
    const words = [...new Set(wordsOf(query))].slice(0, MAX_WORDS);
    if (words.length === 0) return { documents: [], total: 0 };
    const hits: { score: number; document: CatalogDocument }[] = [];
    for (const { document, text } of this.#entries.values()) {
      const score = scoreOf(text, words);
      if (score > 0) hits.push({ score, document });
    }
    hits.sort((a, b) => b.score - a.score || a.document.ordinal - b.document.ordinal);
    return { documents: hits.slice(0, limit).map(({ document }) => document), total: hits.length };
  }

  list(after: number, limit: number): CatalogDocument[] {
    const begin = this.#positionAfter(after);
    return this.#ordered.slice(begin, begin + limit);
  }

  #all(sha256s: Iterable<Sha256>): CatalogDocument[] {
    return [...sha256s].flatMap((sha256) => this.get(sha256) ?? []);
  }

  /** Index in `#ordered` of the first whose ordinal is above `ordinal`. */
  #positionAfter(ordinal: number): number {
    let low = 0;
    let high = this.#ordered.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#ordered[middle]?.ordinal ?? 0) > ordinal) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

/** Documents that share a key. Hardly any do, so one is kept without a set around it, which would be a fifth of the memory. */
class Groups {
  readonly #groups = new Map<string, Sha256 | Set<Sha256>>();

  get(key: string): Iterable<Sha256> {
    const group = this.#groups.get(key);
    return typeof group === 'string' ? [group] : (group ?? []);
  }

  add(key: string, sha256: Sha256): void {
    const group = this.#groups.get(key);
    if (group === undefined) this.#groups.set(key, sha256);
    else if (typeof group !== 'string') group.add(sha256);
    else if (group !== sha256) this.#groups.set(key, new Set([group, sha256]));
  }

  delete(key: string, sha256: Sha256): void {
    const group = this.#groups.get(key);
    if (typeof group === 'object') group.delete(sha256);
    if (group === sha256 || (typeof group === 'object' && group.size === 0)) this.#groups.delete(key);
  }
}

function prefixesOf({ sha256, infoHash }: Publication): Set<string> {
  return new Set([sha256.slice(0, MIN_ID_DIGITS), infoHash.slice(0, MIN_ID_DIGITS)]);
}

function namesOf({ publication, aliases }: CatalogDocument): Set<string> {
  return new Set([publication.name, ...aliases].map((name) => name.normalize()));
}
